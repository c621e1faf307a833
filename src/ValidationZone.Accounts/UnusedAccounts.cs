namespace ValidationZone.Accounts;

/// <summary>Deletes subdomains that have published nothing for a long time, when the operator has asked for it.</summary>
/// <param name="store">Where they are.</param>
/// <param name="directory">What serves them.</param>
/// <param name="unusedFor">After how long without a publication, or since it was made, a subdomain goes.</param>
/// <param name="clock">Tells the time.</param>
public sealed class UnusedAccounts(
    IAccountStore store, AccountDirectory directory, TimeSpan unusedFor, TimeProvider clock)
{
    private const int PageSize = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private readonly long _started = clock.GetTimestamp();

    /// <summary>Is told of each subdomain that was deleted.</summary>
    public Action<Subdomain>? Deleted { get; init; }

    /// <summary>Looks once an hour, until cancelled.</summary>
    // Not at the start: a clock may still be wrong then, and whoever could not publish while the server was off has time.
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
                await DeleteUnusedAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The way to stop.
        }
    }

    /// <summary>Deletes what is unused now.</summary>
    /// <returns>How many.</returns>
    internal async Task<int> DeleteUnusedAsync(CancellationToken cancellation)
    {
        DateTimeOffset cutOff = Now() - unusedFor;
        int count = 0;
        try
        {
            string? after = null;
            while (true)
            {
                IReadOnlyList<StoredSubdomain> page = await store.SearchAsync(
                    new SubdomainSearch { After = after, Limit = PageSize, UnusedSince = cutOff }, cancellation)
                    .ConfigureAwait(false);
                // What was published for longer than that is in use.
                foreach (StoredSubdomain unused in page.Where(stored => stored.Values.Count == 0))
                    count += await TryDeleteAsync(unused.Subdomain, cutOff).ConfigureAwait(false) ? 1 : 0;

                if (page.Count < PageSize)
                    return count;

                after = page[^1].Subdomain.Text;
            }
        }
        catch (StoreUnavailableException)
        {
            // In an hour again; nothing depends on it.
            return count;
        }
    }

    /// <summary>The time of day, but no later than has passed since the start.</summary>
    // What is deleted never comes back: a clock that somebody sets ahead must not take every account with it.
    private DateTimeOffset Now()
    {
        DateTimeOffset measured = _startedAt + clock.GetElapsedTime(_started);
        DateTimeOffset told = clock.GetUtcNow();
        return measured < told ? measured : told;
    }

    private async Task<bool> TryDeleteAsync(Subdomain subdomain, DateTimeOffset cutOff)
    {
        // Asked again in the transaction: it may have been used since the page was read.
        if (await store.DeleteAsync(subdomain, cutOff).ConfigureAwait(false) is not { } tombstone)
            return false;

        directory.Apply(tombstone);
        Deleted?.Invoke(subdomain);
        return true;
    }
}
