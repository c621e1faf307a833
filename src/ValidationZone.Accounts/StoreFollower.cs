namespace ValidationZone.Accounts;

/// <summary>
/// Keeps the directory equal to the store when another process, such as the command line, changes it.
/// </summary>
public sealed class StoreFollower(IAccountStore store, AccountDirectory directory)
{
    private readonly RetryDelay _retry = new(directory.Clock);
    private int _consecutiveFailures;

    /// <summary>How often in a row the store could not be read; 0 while all is well.</summary>
    public int ConsecutiveFailures => Volatile.Read(ref _consecutiveFailures);

    /// <summary>Follows until cancelled. A store that cannot be read is tried again; answers go on meanwhile.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        long? unread = null;
        try
        {
            while (true)
                unread = await FollowOnceAsync(unread, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The way to stop.
        }
    }

    /// <summary>Waits for a change and applies it.</summary>
    /// <returns>The revision from which still to read, when it could not be done.</returns>
    private async Task<long?> FollowOnceAsync(long? unread, CancellationToken cancellation)
    {
        try
        {
            unread ??= await store.WaitForOutsideChangeAsync(cancellation).ConfigureAwait(false);
            await foreach (StoredSubdomain stored in store.ReadAsync(unread.Value, cancellation).ConfigureAwait(false))
                directory.Apply(stored);

            _retry.Reset();
            Volatile.Write(ref _consecutiveFailures, 0);
            return null;
        }
        catch (StoreUnavailableException)
        {
            // What was applied before the failure is applied again and changes nothing.
            Interlocked.Increment(ref _consecutiveFailures);
            await _retry.WaitAsync(cancellation).ConfigureAwait(false);
            return unread;
        }
    }
}
