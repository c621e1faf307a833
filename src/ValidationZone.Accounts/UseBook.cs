using System.Collections.Concurrent;

namespace ValidationZone.Accounts;

/// <summary>Remembers when credentials and operator tokens were last used, and stores it now and then.</summary>
/// <remarks>
/// A write for each use would double what an update costs. What was noted within the last minute is lost with the process.
/// </remarks>
public sealed class UseBook(IAccountStore store, TimeProvider clock)
{
    /// <summary>As many as this are remembered between two writes; a busier server stores more often.</summary>
    internal const int Capacity = 100_000;

    /// <summary>As many go into one transaction: an update has to wait for it.</summary>
    internal const int BatchSize = 1_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, long> _credentials = new();
    private readonly ConcurrentDictionary<Guid, long> _tokens = new();

    /// <summary>Tells which subdomains resolvers have asked for since it was last called; none when it is not known.</summary>
    public Func<IReadOnlyCollection<KeyValuePair<Subdomain, DateTimeOffset>>> TakeQueried { get; init; } = () => [];

    /// <summary>Notes that a credential was used now.</summary>
    public void NoteCredential(Guid username) => Note(_credentials, username);

    /// <summary>Notes that an operator token was used now.</summary>
    public void NoteToken(Guid id) => Note(_tokens, id);

    /// <summary>Stores what was noted, once a minute and at the end, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
                await StoreAsync().ConfigureAwait(false);
        }
        // Once more at the end, or each restart would lose up to a minute.
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await StoreAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Stores what was noted until now.</summary>
    internal async Task StoreAsync()
    {
        try
        {
            foreach (KeyValuePair<Guid, DateTimeOffset>[] some in Take(_credentials).Chunk(BatchSize))
                await store.RecordUseAsync(new UseReport(some, [], [])).ConfigureAwait(false);

            foreach (KeyValuePair<Guid, DateTimeOffset>[] some in Take(_tokens).Chunk(BatchSize))
                await store.RecordUseAsync(new UseReport([], some, [])).ConfigureAwait(false);

            foreach (KeyValuePair<Subdomain, DateTimeOffset>[] some in TakeQueried().Chunk(BatchSize))
                await store.RecordUseAsync(new UseReport([], [], some)).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // Lost, or left for the next time. Whoever must know that the store is down is told elsewhere.
        }
    }

    private void Note(ConcurrentDictionary<Guid, long> uses, Guid id)
    {
        // A new entry only while there is room; one that is there already costs nothing more.
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (uses.ContainsKey(id) || uses.Count < Capacity)
            uses[id] = now;
    }

    private static KeyValuePair<Guid, DateTimeOffset>[] Take(ConcurrentDictionary<Guid, long> uses)
    {
        var taken = new List<KeyValuePair<Guid, DateTimeOffset>>();
        foreach (Guid id in uses.Keys)
        {
            // One by one: what is noted meanwhile stays for the next report.
            if (uses.TryRemove(id, out long at))
                taken.Add(new(id, DateTimeOffset.FromUnixTimeMilliseconds(at)));
        }

        return [.. taken];
    }
}
