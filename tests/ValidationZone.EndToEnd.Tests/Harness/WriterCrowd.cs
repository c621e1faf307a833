using System.Net;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>Sixteen writers, each with a subdomain and a ledger, that write as fast as they are answered.</summary>
internal sealed class WriterCrowd
{
    private const int Writers = 16;

    private readonly ServerProcess _server;
    private readonly ValueLedger[] _ledgers;
    private int _acknowledgedInThisRun;

    private WriterCrowd(ServerProcess server, ValueLedger[] ledgers)
    {
        _server = server;
        _ledgers = ledgers;
    }

    public int Acknowledged => _ledgers.Sum(ledger => ledger.Acknowledged);

    public static async Task<WriterCrowd> RegisterAsync(ServerProcess server)
    {
        RegisteredAccount[] accounts = await server.Api.RegisterAsync(Writers);
        return new WriterCrowd(server, [.. accounts.Select(account => new ValueLedger(account))]);
    }

    /// <summary>
    /// Writes until a call of each writer is refused; runs <paramref name="interrupt"/> once, as soon as so many calls
    /// have been acknowledged, with the others in flight.
    /// </summary>
    /// <returns>The statuses with which the writers were stopped.</returns>
    public async Task<HttpStatusCode[]> WriteUntilAsync(int acknowledgedCalls, Func<Task> interrupt)
    {
        _acknowledgedInThisRun = 0;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        void Count()
        {
            if (Interlocked.Increment(ref _acknowledgedInThisRun) == acknowledgedCalls)
                reached.SetResult();
        }

        Task<HttpStatusCode[]> writers =
            Task.WhenAll(_ledgers.Select(ledger => ledger.WriteAsync(_server.Api, Count, stop.Token)));
        Task first = await Task.WhenAny(reached.Task, writers);
        if (first != reached.Task)
            Assert.Fail($"the writers got {string.Join(", ", await writers)} after {_acknowledgedInThisRun} calls");
        await interrupt();
        HttpStatusCode[] statuses = await writers;
        Assert.False(stop.IsCancellationRequested, "the writers went on after the interruption");
        return statuses;
    }

    /// <summary>Compares every ledger with what the server serves.</summary>
    public LedgerDifference Compare()
    {
        using TxtClient client = _server.NewTxtClient();
        return _ledgers
            .Select(ledger => ledger.Compare(client.Ask(ledger.Account.Fulldomain).Values))
            .Aggregate(new LedgerDifference(0, 0), (sum, next) => sum + next);
    }
}
