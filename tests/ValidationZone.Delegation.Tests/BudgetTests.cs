using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Tests.Scripted;

namespace ValidationZone.Delegation.Tests;

public sealed class BudgetTests
{
    [Fact]
    public async Task Check_ends_with_its_time_even_when_servers_keep_it_waiting()
    {
        await using var world = new ScriptedWorld();
        world.First.Script = world.Second.Script = _ => ScriptedMessages.Silence;

        CheckReport report = await world.CheckAsync(limits: world.Limits with
        {
            Budget = TimeSpan.FromSeconds(1), QuestionTimeout = TimeSpan.FromMinutes(10),
        });

        Assert.Equal("budget-exhausted", Assert.Single(report.Findings).Code);
        Assert.Equal(CheckVerdict.Unknown, report.Verdict);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    public async Task Check_ends_with_its_questions_and_blames_nobody(int most)
    {
        await using var world = new ScriptedWorld();

        CheckReport report = await world.CheckAsync(limits: world.Limits with { MaxQuestions = most });

        Assert.Equal(most, report.Questions);
        Assert.Equal("budget-exhausted", Assert.Single(report.Findings).Code);
    }

    [Fact]
    public async Task Caller_may_give_up()
    {
        // Before the world, whose servers may still be asked when the test has ended.
        using var given = new CancellationTokenSource();
        await using var world = new ScriptedWorld();
        world.Resolver.Script = _ =>
        {
            given.Cancel();
            return ScriptedMessages.Silence;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new DelegationCheck(world.Limits, TimeProvider.System).RunAsync(world.Request, given.Token));
    }
}
