using ValidationZone.Server.Api.V1;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests.Api.V1;

public sealed class CheckAllowanceTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void Token_has_six_checks_a_minute_and_they_come_back()
    {
        var allowance = new CheckAllowance(_clock);
        var token = Guid.NewGuid();

        bool[] first = [.. Enumerable.Range(0, 7).Select(_ => Run(allowance, token))];
        allowance.TryBegin(token, out int retryAfter);
        _clock.Advance(CheckAllowance.Period);
        bool afterwards = Run(allowance, token);

        Assert.Equal([true, true, true, true, true, true, false], first);
        Assert.Equal(60, retryAfter);
        Assert.True(afterwards);
    }

    [Fact]
    public void One_token_leaves_the_others_theirs()
    {
        var allowance = new CheckAllowance(_clock);
        var greedy = Guid.NewGuid();
        for (int i = 0; i < 7; i++)
            Run(allowance, greedy);

        Assert.True(Run(allowance, Guid.NewGuid()));
    }

    [Fact]
    public void Two_run_at_once_and_the_third_when_one_has_ended()
    {
        var allowance = new CheckAllowance(_clock);

        bool[] begun = [.. Enumerable.Range(0, 3).Select(_ => allowance.TryBegin(Guid.NewGuid(), out int _))];
        allowance.End();

        Assert.Equal([true, true, false], begun);
        Assert.True(allowance.TryBegin(Guid.NewGuid(), out int _));
    }

    private static bool Run(CheckAllowance allowance, Guid token)
    {
        bool isBegun = allowance.TryBegin(token, out int _);
        if (isBegun)
            allowance.End();

        return isBegun;
    }
}
