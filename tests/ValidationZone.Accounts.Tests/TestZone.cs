using System.Net;
using System.Text;
using ValidationZone.Accounts.Timeline;
using ValidationZone.Authority.Answering;
using ValidationZone.Authority.Zone;
using ValidationZone.Tests.Support;
using ValidationZone.Wire;

namespace ValidationZone.Accounts.Tests;

/// <summary>A zone with a directory that publishes to it, seen from outside, by DNS questions.</summary>
internal sealed class TestZone
{
    public TestZone(FakeClock? clock = null)
    {
        Clock = clock ?? new FakeClock();
        Zone = new ServedZone(ZoneContents.Synthesise(Apex, [IPAddress.Loopback], negativeTtlSeconds: 5), Clock);
        Timeline = new TimelineBook(Zone.Table, Clock);
        Questions = new QuestionCollector(Timeline, Clock);
        Directory = new AccountDirectory(Zone, ttlSeconds: 1, Clock, Timeline);
    }

    public static DomainName Apex { get; } = DomainName.Parse("auth.example.org");

    public FakeClock Clock { get; }

    public ServedZone Zone { get; }

    public AccountDirectory Directory { get; }

    public TimelineBook Timeline { get; }

    public QuestionCollector Questions { get; }

    /// <summary>
    /// The TXT values at a name in the order of the answer; <see langword="null"/> when it does not exist.
    /// </summary>
    public IReadOnlyList<string>? Txt(Subdomain subdomain)
    {
        DomainName name = subdomain.Under(Apex)!;
        var response = new byte[QueryAnswerer.StreamResponseCapacity];
        var context = new QueryContext(DnsTransport.Tcp, new QueryCounters());
        new QueryAnswerer(Zone, new AnswererOptions()).Answer(Question(name), response, context);
        return (response[3] & 0xF) switch
        {
            0 => ReadTexts(response, at: 12 + name.Wire.Length + 4, count: response[7]),
            3 => null,
            int rcode => throw new InvalidOperationException($"RCODE {rcode}"),
        };
    }

    public IReadOnlyList<string>? Txt(string subdomain) => Txt(A.Subdomain(subdomain));

    private static byte[] Question(DomainName name) =>
        [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. name.Wire, 0, (byte)RecordType.Txt, 0, (byte)RecordClass.Internet];

    private static List<string> ReadTexts(byte[] response, int at, int count)
    {
        var texts = new List<string>();
        for (; texts.Count < count; at += 13 + response[at + 12])
            texts.Add(Encoding.ASCII.GetString(response, at + 13, response[at + 12]));

        return texts;
    }
}
