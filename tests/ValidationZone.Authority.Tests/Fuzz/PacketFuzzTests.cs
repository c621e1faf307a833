using System.Globalization;
using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;
using ValidationZone.Tests.Support.Fuzz;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Tests.Fuzz;

/// <summary>Packets of the corpus with octets changed, cut, put in and put together at random.</summary>
[Collection(nameof(AloneCollection))]
public sealed class PacketFuzzTests
{
    private const int Seed = 7_873;
    private const int PairsUntilLeak = 3;

    // Few enough that most of them are over the limit, and others with them when the limiter runs out of places.
    private const int Sources = 300;

    private static readonly byte[] LongOne = AskWithLongReply("long1");
    private static readonly byte[] LongTwo = AskWithLongReply("long2");

    private static readonly AnswererOptions Options = new()
    {
        VersionText = "version",
        Identity = "identity",
        Cookies = new CookieSecrets([.. Enumerable.Repeat((byte)7, SipHash.KeyLengthInOctets)]),
    };

    private readonly AZone _zone = AZone.Loaded(
        Options, $"{AZone.MasterFile}\n{LongRecords("long1", 'x')}{LongRecords("long2", 'y')}");

    private readonly AZone _limited = AZone.Loaded(Options);

    private readonly byte[] _first = new byte[QueryAnswerer.StreamResponseCapacity];

    /// <summary>VALIDATIONZONE_FUZZ_PACKETS wins; else 3,000,000 in long runs and 200,000 in short ones.</summary>
    private static long PacketCount
    {
        get
        {
            string? wanted = Environment.GetEnvironmentVariable("VALIDATIONZONE_FUZZ_PACKETS");
            bool isLong = Environment.GetEnvironmentVariable("VALIDATIONZONE_LONG_TESTS") == "1";
            return wanted is null ? (isLong ? 3_000_000 : 200_000) : long.Parse(wanted, CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    [Trait("Row", "H24")]
    [Trait("Row", "H25")]
    public void No_packet_breaks_an_invariant_or_throws()
    {
        var report = new FuzzReport();
        var mutator = new Mutator(Corpus.Load(), Seed);
        _limited.Limiter = new ResponseRateLimiter(new RateLimitOptions(5, 5), TimeProvider.System);
        long count = PacketCount;
        while (report.Packets < count)
        {
            if (report.Packets == count / 10)
                report.StartMeasuring();

            byte[] packet = mutator.Next();
            Try(packet, mutator.NextBelow(2) == 0 ? DnsTransport.Udp : DnsTransport.Tcp, report);
            TryLimited(packet, mutator.NextBelow(Sources), report);
        }

        long limited = _limited.Counters.Limited;
        TestContext.Current.TestOutputHelper?.WriteLine($"{report}{limited} replies were limited");
        Assert.True(report.IsClean, $"{report}");
        Assert.InRange(limited, 1, count);
        Assert.True(count < 1_000_000 || report.GrowthPercent <= 5, $"{report}");
    }

    [Fact]
    public void Every_packet_of_the_corpus_holds_the_invariants()
    {
        byte[][] corpus = Corpus.Load();
        var report = new FuzzReport();

        foreach (byte[] packet in corpus)
        {
            Try(packet, DnsTransport.Udp, report);
            Try(packet, DnsTransport.Tcp, report);
        }

        Assert.True(report.IsClean, $"{report}");
        Assert.True(corpus.Length >= 40, $"{corpus.Length} packets are in the corpus");
    }

    private static string LongRecords(string name, char filling) => string.Concat(
        Enumerable.Range(0, 5).Select(i => $"{name} TXT \"{i}{new string(filling, 220)}\"\n"));

    private static byte[] AskWithLongReply(string name) =>
        APacket.Asking($"{name}.{AZone.Apex}", "TXT").WithEdns().ToOctets();

    private void Try(byte[] packet, DnsTransport transport, FuzzReport report)
    {
        report.Packets++;
        try
        {
            long allocated = Allocation.Least(() => _zone.Send(packet, transport));
            ReadOnlySpan<byte> reply = _zone.Send(packet, transport);
            report.Replies += reply.IsEmpty ? 0 : 1;
            string? breach = ReplyInvariants.FindBreach(packet, reply, transport == DnsTransport.Udp)
                ?? FindLeak(packet, transport)
                ?? (allocated == 0 || report.Packets < 1000 ? null : $"{allocated} octets of memory allocated");
            if (breach is not null)
                report.AddBreach(packet, breach);
        }
        catch (Exception exception)
        {
            report.AddException(packet, exception);
        }
    }

    /// <summary>The same packet to a server that limits replies, from one of many places.</summary>
    private void TryLimited(byte[] packet, int source, FuzzReport report)
    {
        _limited.ClientAddress = [198, (byte)(source >> 8), (byte)source, 1];
        try
        {
            ReadOnlySpan<byte> reply = _limited.Send(packet);
            // Nobody waits for the reply to a packet that is wrong in itself: beyond the limit there is none.
            bool mayBeSilent = ReplyInvariants.IsError(_zone.Send(packet));
            string? breach = reply.IsEmpty && mayBeSilent
                ? null
                : ReplyInvariants.FindBreach(packet, reply, isDatagram: true);
            if (breach is not null)
                report.AddBreach(packet, $"with limits: {breach}");
        }
        catch (Exception exception)
        {
            report.AddException(packet, exception);
        }
    }

    /// <summary>
    /// A reply must not depend on the long one that lay in its buffer before: what shows through would be its octets.
    /// </summary>
    private string? FindLeak(byte[] packet, DnsTransport transport)
    {
        // A cookie holds the time: two replies may differ once when a second begins between them, but not each time.
        for (int pair = 0; pair < PairsUntilLeak; pair++)
        {
            _zone.Send(LongOne, transport);
            ReadOnlySpan<byte> reply = _zone.Send(packet, transport);
            reply.CopyTo(_first);
            Span<byte> first = _first.AsSpan(0, reply.Length);
            _zone.Send(LongTwo, transport);
            if (_zone.Send(packet, transport).SequenceEqual(first))
                return null;
        }

        return "the reply shows what was in its buffer before";
    }
}
