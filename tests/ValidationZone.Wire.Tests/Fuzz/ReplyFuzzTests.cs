using ValidationZone.Tests.Support;
using ValidationZone.Tests.Support.Fuzz;

namespace ValidationZone.Wire.Tests.Fuzz;

/// <summary>Changed packets, read as replies by our reader and by the tests' own.</summary>
public sealed class ReplyFuzzTests
{
    private const int Seed = 8499;
    private const byte ResponseBit = 0x80;
    private const int Types = 11;

    private static readonly byte[] Whole =
    [
        0, 1, 0x84, 0, 0, 1, 0, 3, 0, 1, 0, 2,
        1, (byte)'a', 7, (byte)'e', (byte)'x', (byte)'a', (byte)'m', (byte)'p', (byte)'l', (byte)'e', 0, 0, 16, 0, 1,
        0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 7, 0, 4, 1, (byte)'b', 0xC0, 14,
        1, (byte)'b', 0xC0, 14, 0, 2, 0, 1, 0, 0, 0, 7, 0, 2, 0xC0, 12,
        0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 7, 0, 3, 2, (byte)'h', (byte)'i',
        0xC0, 14, 0, 6, 0, 1, 0, 0, 0, 7, 0, 24, 0xC0, 14, 0xC0, 12, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5,
        0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 7, 0, 4, 192, 0, 2, 1,
        0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0,
    ];

    private static int Inputs =>
        Environment.GetEnvironmentVariable("VALIDATIONZONE_LONG_TESTS") == "1" ? 3_000_000 : 200_000;

    [Fact]
    public void What_an_independent_reader_takes_is_taken_and_means_the_same()
    {
        var mutator = new Mutator([.. Corpus.Load(), Whole, Whole, Whole], Seed);
        int read = 0;
        for (int i = 0; i < Inputs; i++)
        {
            byte[] message = mutator.Next();
            if (message.Length > 2)
                message[2] |= ResponseBit;

            bool isRead = ReplyReader.TryRead(message, out Reply? reply);

            if (isRead)
                read++;

            if (Independent(message) is { } expected && (!isRead || Describe(reply!) != Describe(expected)))
                Assert.Fail($"{isRead}: {Convert.ToHexString(message)}");
        }

        Assert.InRange(read, Inputs / Types, Inputs);
    }

    private static DnsReply? Independent(byte[] message)
    {
        try
        {
            DnsReply reply = DnsReply.Parse(message);
            int records = reply.Answer.Count + reply.Authority.Count + reply.Additional.Count;
            return records < ReplyReader.MaxRecords ? reply : null;
        }
        catch (MalformedMessageException)
        {
            return null;
        }
    }

    private static string Describe(Reply reply) => string.Join(
        ' ',
        reply.Answer.Concat(reply.Authority).Concat(reply.Additional)
            .Select(record => $"{Convert.ToHexString(record.OwnerName.Wire)} {(int)record.Type} {record.TtlSeconds}"));

    private static string Describe(DnsReply reply) => string.Join(
        ' ',
        reply.Answer.Concat(reply.Authority).Concat(reply.Additional)
            .Where(record => record.Class == 1)
            .Select(record => $"{Convert.ToHexString(WireName.ToOctets(record.OwnerName))} {record.Type} {record.TtlSeconds}"));
}
