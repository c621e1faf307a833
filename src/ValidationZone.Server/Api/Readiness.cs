using ValidationZone.Accounts;
using ValidationZone.Authority.Zone;

namespace ValidationZone.Server.Api;

/// <summary>Knows what keeps the server from doing its work.</summary>
/// <param name="table">Loaded or not.</param>
/// <param name="store">Takes changes or not.</param>
/// <param name="follower">Can read the store or not.</param>
/// <param name="isListening">Whether the DNS listeners are open.</param>
/// <param name="clock">Measures how long the store may think about it.</param>
internal sealed class Readiness(
    RecordTable table, IAccountStore store, StoreFollower follower, Func<bool> isListening, TimeProvider clock)
{
    // A load balancer gives up after a few seconds and learns nothing; SQLite alone would wait five for a lock.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What is not ready; empty when everything is.</summary>
    internal async Task<IReadOnlyList<string>> FindMissingAsync()
    {
        var missing = new List<string>();
        if (!table.IsLoaded)
            missing.Add("table");

        // Anyone may ask this, as often as they like: the store remembers for a moment how its last commit went.
        using var patience = new CancellationTokenSource(Patience, clock);
        if (follower.LastFailure is not null || !await store.IsAvailableAsync(patience.Token))
            missing.Add("store");

        if (!isListening())
            missing.Add("listeners");

        return missing;
    }
}
