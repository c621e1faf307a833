namespace ValidationZone.Accounts;

/// <summary>
/// Keeps the directory equal to the store when another process, such as the command line, changes it.
/// </summary>
public sealed class StoreFollower(IAccountStore store, AccountDirectory directory)
{
    private readonly RetryDelay _retry = new(directory.Clock);

    // Announced and not read to its end yet. Kept across runs: the store announces each change only once.
    private long? _unread;
    private string? _lastFailure;

    /// <summary>Why the store cannot be read; <see langword="null"/> while it can.</summary>
    public string? LastFailure => Volatile.Read(ref _lastFailure);

    /// <summary>Follows until cancelled. A store that cannot be read is tried again; answers go on meanwhile.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
                await FollowOnceAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The way to stop.
        }
    }

    /// <summary>Waits for a change, or takes the one that could not be read before, and applies it.</summary>
    private async Task FollowOnceAsync(CancellationToken cancellation)
    {
        try
        {
            _unread ??= await store.WaitForOutsideChangeAsync(cancellation).ConfigureAwait(false);
            await foreach (StoredSubdomain stored in store.ReadAsync(_unread, cancellation).ConfigureAwait(false))
                directory.Apply(stored);

            // Only now: a read that ended early has to begin again from the same place.
            _unread = null;
            _retry.Reset();
            Volatile.Write(ref _lastFailure, null);
        }
        catch (StoreUnavailableException e)
        {
            // What was applied before the failure is applied again and changes nothing.
            Volatile.Write(ref _lastFailure, e.Message);
            await _retry.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }
}
