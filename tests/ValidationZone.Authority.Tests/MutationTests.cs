using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests;

/// <summary>Valid requests with octets changed, cut, put in and put together at random.</summary>
public sealed class MutationTests
{
    private static readonly HashSet<string> AllowedRcodes =
        ["NOERROR", "FORMERR", "NXDOMAIN", "NOTIMP", "REFUSED", "NOTAUTH", "BADVERS"];

    private static readonly byte[][] Seeds =
    [
        APacket.Asking(AZone.L2, "TXT").ToOctets(),
        APacket.Asking(AZone.L2, "TXT").WithEdns(4096).WithOption(10, new byte[8]).WithOption(3).ToOctets(),
        APacket.Asking(AZone.LX, "A").WithEdns().ToOctets(),
        APacket.Asking(AZone.Apex, "NS").ToOctets(),
        APacket.Asking("alias." + AZone.Apex, "A").WithEdns(512).ToOctets(),
        APacket.Asking("held." + AZone.Apex, "TXT").ToOctets(),
        APacket.Asking("version.bind.", "TXT").WithClass("CH").ToOctets(),
        (APacket.Asking(AZone.Apex, "SOA") with
        {
            RecordCounts = (0, 0, 2),
            Tail = Convert.FromHexString("c00c00010001000000000004c0000201" + "0000fa00ff000000000000"),
        }).ToOctets(),
        (APacket.Asking(AZone.Apex, "IXFR") with
        {
            RecordCounts = (0, 1, 0),
            Tail = [.. Convert.FromHexString("c00c0006000100000000001600" + "00"), .. new byte[20]],
        }).ToOctets(),
    ];

    [Fact]
    [Trait("Row", "H24")]
    public void Every_mutation_gets_a_proper_reply_or_silence()
    {
        AZone zone = AZone.Loaded(new AnswererOptions { VersionText = "version" });
        int count = Environment.GetEnvironmentVariable("VALIDATIONZONE_LONG_TESTS") == "1" ? 1_000_000 : 200_000;
        var random = new Random(1729);
        for (int i = 0; i < count; i++)
        {
            byte[] request = Mutate(Seeds[random.Next(Seeds.Length)], random);
            DnsTransport transport = random.Next(2) == 0 ? DnsTransport.Udp : DnsTransport.Tcp;

            ReadOnlySpan<byte> reply = zone.Send(request, transport);

            AssertProper(request, reply, transport);
        }
    }

    private static void AssertProper(byte[] request, ReadOnlySpan<byte> octets, DnsTransport transport)
    {
        bool mustBeSilent = request.Length < 12 || (request[2] & 0x80) != 0;
        if (octets.IsEmpty != mustBeSilent)
            Assert.Fail($"{(octets.IsEmpty ? "silence" : "a reply")} for {Convert.ToHexString(request)}");

        if (mustBeSilent)
            return;

        DnsReply reply = DnsReply.Parse(octets);
        bool isProper = octets[..2].SequenceEqual(request.AsSpan(0, 2))
            && (octets[2] & 0xF8) == (0x80 | (request[2] & 0x78))
            && (octets[3] & 0xE0) == 0
            && AllowedRcodes.Contains(reply.Rcode)
            && (transport == DnsTransport.Tcp || octets.Length <= 1232)
            && request.AsSpan(12).StartsWith(reply.Question.Span);
        if (!isProper)
            Assert.Fail($"{Convert.ToHexString(request)} got\n{reply}");
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var octets = new List<byte>(seed);
        int changes = random.Next(3) > 0 ? 1 : random.Next(2, 6);
        for (; changes > 0 && octets.Count > 0; changes--)
        {
            int at = random.Next(octets.Count);
            switch (random.Next(10))
            {
                case 0: octets[at] = (byte)random.Next(256); break;
                case 1: octets[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: octets.RemoveRange(at, Math.Min(random.Next(1, 4), octets.Count - at)); break;
                case 3: octets.Insert(at, (byte)random.Next(256)); break;
                case 4: octets.RemoveRange(at, octets.Count - at); break;
                case 5: octets.AddRange(PieceOfSeed(random)); break;
                case 6: Overwrite(octets, at, random); break;
                default: octets[at] ^= 0x20; break;
            }
        }

        return [.. octets];
    }

    private static IEnumerable<byte> PieceOfSeed(Random random) =>
        Seeds[random.Next(Seeds.Length)].Skip(random.Next(40)).Take(random.Next(30));

    /// <summary>Puts a number that parsers stumble over where a count, a length, a type or a pointer may be.</summary>
    private static void Overwrite(List<byte> octets, int at, Random random)
    {
        int[] telling = [0x0000, 0x0001, 0x0029, 0x00FA, 0x00FF, 0x3F3F, 0x7FFF, 0x8000, 0xC000, 0xC00C, 0xFFFF];
        int number = telling[random.Next(telling.Length)];
        octets[at] = (byte)(number >> 8);
        if (at + 1 < octets.Count)
            octets[at + 1] = (byte)number;
    }
}
