using ValidationZone.Authority.Answering;
using ValidationZone.Wire;

namespace ValidationZone.Server.Hosting;

/// <summary>Answers questions of its own before anybody else's, so that the first ones do not wait for the compiler.</summary>
/// <remarks>Compiling the way of an answer takes some ten milliseconds, which the first asker would have to wait.</remarks>
internal static class WarmUp
{
    // More than the thirty calls after which the runtime begins to compile a method well.
    private const int Rounds = 50;

    private static readonly RecordType[] Types = [RecordType.Txt, RecordType.Soa, RecordType.Ns, RecordType.Any];

    // Root owner, OPT, 1,232 octets, no flags, and a cookie option of a client that has none of ours yet.
    private static readonly byte[] Edns = [0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 12, 0, 10, 0, 8, .. "warm up "u8];

    /// <summary>Asks and throws the answers away; nothing is counted.</summary>
    /// <param name="answerer">What will answer the others.</param>
    /// <param name="apex">The zone.</param>
    /// <param name="limiter">A limiter that is used for nothing else; <see langword="null"/> when there are none.</param>
    internal static void Run(QueryAnswerer answerer, DomainName apex, ResponseRateLimiter? limiter)
    {
        var response = new byte[QueryAnswerer.StreamResponseCapacity];
        var counters = new QueryCounters();
        // Nobody takes from it, and nothing is noted: no name is watched yet.
        var samples = new QuestionRing();
        byte[][] questions = [.. Types.SelectMany(type => Ask(apex, type))];
        for (int round = 0; round < Rounds; round++)
        {
            foreach (byte[] question in questions)
            {
                foreach (DnsTransport transport in (ReadOnlySpan<DnsTransport>)[DnsTransport.Udp, DnsTransport.Tcp])
                {
                    // TEST-NET-1: nobody's address.
                    var context = new QueryContext(transport, counters)
                    {
                        ClientAddress = [192, 0, 2, 1],
                        Limiter = limiter,
                        Samples = samples,
                    };
                    answerer.Answer(question, response, context);
                }
            }
        }
    }

    private static IEnumerable<byte[]> Ask(DomainName apex, RecordType type)
    {
        byte[][] names = [apex.Wire.ToArray(), [4, .. "WARM"u8, .. apex.Wire]];
        foreach (byte[] name in names)
        {
            byte[] tail = [.. name, (byte)((ushort)type >> 8), (byte)type, 0, (byte)RecordClass.Internet];
            yield return [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. tail];
            yield return [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, .. tail, .. Edns];
        }
    }
}
