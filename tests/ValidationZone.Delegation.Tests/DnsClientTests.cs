using System.Collections.Concurrent;
using System.Net;
using ValidationZone.Delegation.Asking;
using ValidationZone.Delegation.Tests.Scripted;
using ValidationZone.Tests.Support;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Tests;

public sealed class DnsClientTests : IAsyncDisposable
{
    private const ushort Truncated = 0x0200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Question Question = new(DomainName.Parse("a.example"), RecordType.Txt);

    private readonly CheckLimits _limits = new()
    {
        QuestionTimeout = TimeSpan.FromMilliseconds(400), TriesPerQuestion = 3, MaxQuestions = 20,
    };

    // It stands still where nobody is silent, so that no server is too slow.
    private readonly FakeClock _clock = new();
    private readonly ConcurrentQueue<ScriptedQuery> _seen = new();
    private readonly ScriptedServer _server;
    private readonly QuestionBudget _budget;
    private readonly DnsClient _client;
    private Func<ScriptedQuery, ScriptedMessages> _script = Answer;

    public DnsClientTests()
    {
        _server = new ScriptedServer(IPAddress.Loopback, FreePort.Next(), query =>
        {
            _seen.Enqueue(query);
            return _script(query);
        });
        _budget = new QuestionBudget(_limits, _clock);
        _client = new DnsClient(_limits, _clock, _budget);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _budget.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Question_is_sent_as_asked_and_its_reply_read()
    {
        Asked asked = await AskAsync(Question with { WantsRecursion = true, IsUnchecked = true });

        ScriptedQuery query = Assert.Single(_seen);
        Assert.Equal(("a.example.", "TXT"), (query.Name, query.Type));
        Assert.Equal((true, true, true), (query.WantsRecursion, query.IsUnchecked, query.HasEdns));
        Assert.Single(asked.Reply!.Answer);
    }

    [Fact]
    public async Task Name_servers_are_asked_without_recursion()
    {
        await AskAsync(Question);

        Assert.False(Assert.Single(_seen).WantsRecursion);
    }

    [Fact]
    public async Task Messages_that_do_not_belong_to_the_question_are_passed_over()
    {
        _script = query => ScriptedMessages.Raw(
            (Reply(query, "wrong identifier") with { Id = query.Id ^ 0x8000 }).ToOctets(),
            (Reply(query, "wrong name") with { Question = [0, .. query.Question[^4..]] }).ToOctets(),
            (Reply(query, "wrong type") with { Question = [.. query.Question[..^4], 0, 1, 0, 1] }).ToOctets(),
            (Reply(query, "wrong class") with { Question = [.. query.Question[..^1], 3] }).ToOctets(),
            (Reply(query, "no question") with { Question = [] }).ToOctets(),
            [1, 2, 3],
            Reply(query, "right").ToOctets());

        Asked asked = await AskAsync(Question);

        Assert.Equal("\u0005right"u8, Assert.Single(asked.Reply!.Answer).Rdata.Span);
        Assert.Equal(1, _budget.Questions);
    }

    [Fact]
    public async Task Truncated_reply_is_asked_for_again_over_TCP()
    {
        _script = query => query.IsStream ? Reply(query, "whole") : new ScriptedReply(query) { FlagBits = Truncated };

        Asked asked = await AskAsync(Question);

        Assert.Equal([false, true], _seen.Select(query => query.IsStream));
        Assert.Single(asked.Reply!.Answer);
    }

    [Fact]
    public async Task Server_that_does_not_understand_EDNS_is_asked_without()
    {
        _script = query => query.HasEdns ? new ScriptedReply(query) { Rcode = 1 } : Answer(query);

        Asked asked = await AskAsync(Question);

        Assert.Equal([true, false], _seen.Select(query => query.HasEdns));
        Assert.True(asked.Has(Rcode.NoError));
    }

    [Fact]
    public async Task Silent_server_is_asked_three_times_and_never_again()
    {
        _script = _ => ScriptedMessages.Silence;

        Asked first = await AskInVainAsync();
        Asked second = await AskAsync(Question with { QType = RecordType.A });

        Assert.Equal((AskOutcome.Silent, AskOutcome.Silent), (first.Outcome, second.Outcome));
        Assert.Equal(3, _budget.Questions);
    }

    [Fact]
    public async Task Server_that_has_answered_before_is_asked_again()
    {
        await AskAsync(Question);
        _script = _ => ScriptedMessages.Silence;
        await AskInVainAsync();
        _script = Answer;

        Asked asked = await AskAsync(Question);

        Assert.Equal(AskOutcome.Answered, asked.Outcome);
    }

    [Fact]
    public async Task Closed_port_is_silence()
    {
        var nobody = new IPEndPoint(IPAddress.Loopback, FreePort.Next());

        Asked asked = await _client.AskAsync(nobody, Question, TestContext.Current.CancellationToken);

        Assert.Equal(AskOutcome.Silent, asked.Outcome);
    }

    [Fact]
    public async Task Nothing_is_sent_when_the_questions_are_used_up()
    {
        while (_budget.TryTake())
        {
        }

        Asked asked = await AskAsync(Question);

        Assert.Equal(AskOutcome.Exhausted, asked.Outcome);
        Assert.Empty(_seen);
        Assert.True(_budget.IsSpent);
    }

    [Fact]
    public async Task End_of_the_time_says_nothing_about_the_server()
    {
        using var budget = new QuestionBudget(
            _limits with { Budget = TimeSpan.FromMilliseconds(1) }, TimeProvider.System);
        using var client = new DnsClient(
            _limits with { QuestionTimeout = TimeSpan.FromSeconds(30) }, TimeProvider.System, budget);
        _script = _ => ScriptedMessages.Silence;

        Asked asked = await client.AskAsync(_server.Endpoint, Question, TestContext.Current.CancellationToken);

        Assert.Equal(AskOutcome.Exhausted, asked.Outcome);
    }

    [Fact]
    public async Task Caller_that_gives_up_is_not_kept_waiting()
    {
        using var given = new CancellationTokenSource();
        _script = _ =>
        {
            given.Cancel();
            return ScriptedMessages.Silence;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _client.AskAsync(_server.Endpoint, Question, given.Token));
    }

    [Fact]
    public async Task Identifiers_cannot_be_foretold()
    {
        for (int i = 0; i < 10; i++)
            await AskAsync(Question);

        Assert.InRange(_seen.Select(query => query.Id).Distinct().Count(), 9, 10);
    }

    private static ScriptedMessages Answer(ScriptedQuery query) => Reply(query, "value");

    private static ScriptedReply Reply(ScriptedQuery query, string text) =>
        new(query) { Answer = [ScriptedRecord.Parse($"a.example. TXT {text}")] };

    private async Task<Asked> AskInVainAsync()
    {
        Task<Asked> asking = AskAsync(Question);
        for (int tries = 0; tries < _limits.TriesPerQuestion; tries++)
            await _clock.PassAsync(_limits.QuestionTimeout, TestContext.Current.CancellationToken);

        return await asking;
    }

    private Task<Asked> AskAsync(Question question) =>
        _client.AskAsync(_server.Endpoint, question, TestContext.Current.CancellationToken).WaitAsync(Patience);
}
