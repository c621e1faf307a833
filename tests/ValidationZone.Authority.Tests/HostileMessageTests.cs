using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;
using ValidationZone.Tests.Support.Fuzz;

namespace ValidationZone.Authority.Tests;

/// <summary>Messages of up to 64 KiB that are made to cost memory or time.</summary>
public sealed class HostileMessageTests
{
    private readonly AZone _zone =
        AZone.Loaded(new AnswererOptions { Identity = "node-1", Cookies = CookieSecrets.Generate() });

    public static TheoryData<string> Kinds() => new(HostileMessages.All.Keys);

    [Theory]
    [Trait("Row", "H16")]
    [Trait("Row", "Q08")]
    [Trait("Row", "E17")]
    [MemberData(nameof(Kinds))]
    public void Hostile_message_is_answered_properly_without_any_allocation(string kind)
    {
        byte[] message = HostileMessages.All[kind];
        Send(message, times: 50);

        Assert.Equal(0, Allocation.Least(() => Send(message, times: 50)));
        Assert.Null(ReplyInvariants.FindBreach(message, _zone.Send(message), isDatagram: true));
        Assert.Null(ReplyInvariants.FindBreach(message, _zone.Send(message, DnsTransport.Tcp), isDatagram: false));
    }

    [Fact]
    public void Some_are_well_formed_and_walked_to_their_end()
    {
        string[] answered =
            [.. HostileMessages.All.Where(hostile => IsAnswered(hostile.Value)).Select(hostile => hostile.Key)];

        Assert.Contains("chain of 8,000 pointers, walked seven times", answered);
        Assert.Contains("options, 16,000 of them", answered);
        Assert.Contains("options, 1,000 of them", answered);
        Assert.Contains("eight records", answered);
    }

    private bool IsAnswered(byte[] message)
    {
        ReadOnlySpan<byte> reply = _zone.Send(message, DnsTransport.Tcp);
        return !reply.IsEmpty && DnsReply.Parse(reply) is { Rcode: "NOERROR", Answer.Count: 2 };
    }

    private void Send(byte[] message, int times)
    {
        for (int i = 0; i < times; i++)
        {
            _zone.Send(message, DnsTransport.Udp);
            _zone.Send(message, DnsTransport.Tcp);
        }
    }
}
