using Microsoft.Extensions.Logging.Abstractions;
using ValidationZone.Server.Hosting;
using ValidationZone.Tests.Support;
using ValidationZone.Transport;

namespace ValidationZone.Server.Tests;

public sealed class StreamWatchTests
{
    private readonly StreamWatch _watch;

    public StreamWatchTests()
    {
        var clock = new FakeClock();
        _watch = new StreamWatch(new StreamAdmission(StreamLimits.Default, clock), NullLogger.Instance, clock);
    }

    [Fact]
    public void Flood_that_leaves_is_cleaned_up_after_once()
    {
        _watch.HaveManyLeft(4000, 4000);

        Assert.True(_watch.HaveManyLeft(10, 10));
        Assert.False(_watch.HaveManyLeft(10, 10));
        Assert.False(_watch.HaveManyLeft(0, 0));
    }

    [Fact]
    public void Flood_that_leaves_in_two_parts_is_cleaned_up_after_twice()
    {
        _watch.HaveManyLeft(4000, 4000);

        Assert.True(_watch.HaveManyLeft(1900, 1900));
        Assert.True(_watch.HaveManyLeft(0, 0));
    }

    [Fact]
    public void Flood_between_two_looks_is_noticed()
    {
        Assert.True(_watch.HaveManyLeft(most: 4000, open: 0));
    }

    [Theory]
    [InlineData(255, 0)]
    [InlineData(4000, 2001)]
    public void Few_that_leave_are_no_reason(int before, int after)
    {
        _watch.HaveManyLeft(before, before);

        Assert.False(_watch.HaveManyLeft(after, after));
    }
}
