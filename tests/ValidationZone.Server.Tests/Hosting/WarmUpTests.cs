using ValidationZone.Authority.Answering;
using ValidationZone.Server.Hosting;
using ValidationZone.Tests.Support;
using ValidationZone.Wire;

namespace ValidationZone.Server.Tests;

public sealed class WarmUpTests
{
    [Fact]
    public void Warm_up_changes_no_answer_and_no_number_that_an_operator_sees()
    {
        AZone zone = AZone.Loaded();
        byte[] question = APacket.Asking(AZone.Apex, "SOA").ToOctets();
        byte[] before = zone.Send(question).ToArray();

        var limiter = new ResponseRateLimiter(new RateLimitOptions(), new FakeClock());
        WarmUp.Run(zone.Answerer, DomainName.Parse(AZone.Apex), limiter);

        Assert.Equal(before, zone.Send(question));
        Assert.Equal(2, zone.Counters.Requests);
    }

    [Fact]
    public async Task Server_that_has_warmed_up_has_answered_nobody()
    {
        RunningServer server = await RunningServer.StartAsync();

        await server.DisposeAsync();

        Assert.Contains("stopped after 0 DNS queries", server.Log.Text, StringComparison.Ordinal);
    }
}
