using ValidationZone.Accounts;
using ValidationZone.Authority.Zone;

namespace ValidationZone.Server.Api;

/// <summary>Knows what keeps the server from doing its work.</summary>
/// <param name="table">Loaded or not.</param>
/// <param name="store">Reachable or not.</param>
/// <param name="isListening">Whether the DNS listeners are open.</param>
/// <param name="clock">Tells how old the store's last answer is.</param>
internal sealed class Readiness(RecordTable table, IAccountStore store, Func<bool> isListening, TimeProvider clock)
{
    private static readonly TimeSpan StoreAnswerLives = TimeSpan.FromSeconds(1);
    private StoreAnswer? _lastAnswer;

    /// <summary>What is not ready; empty when everything is.</summary>
    internal async Task<IReadOnlyList<string>> FindMissingAsync()
    {
        var missing = new List<string>();
        if (!table.IsLoaded)
            missing.Add("table");

        if (!await AskStore())
            missing.Add("store");

        if (!isListening())
            missing.Add("listeners");

        return missing;
    }

    // Anyone may ask whether we are ready, so one answer of the store serves everyone for a second.
    private Task<bool> AskStore()
    {
        StoreAnswer? last = Volatile.Read(ref _lastAnswer);
        if (last is not null && clock.GetElapsedTime(last.AskedAt) < StoreAnswerLives)
            return last.IsAvailable;

        // Release: pairs with the read above. Two threads may both ask; either answer is a true one.
        var answer = new StoreAnswer(clock.GetTimestamp(), store.IsAvailableAsync(CancellationToken.None));
        Volatile.Write(ref _lastAnswer, answer);
        return answer.IsAvailable;
    }

    private sealed record StoreAnswer(long AskedAt, Task<bool> IsAvailable);
}
