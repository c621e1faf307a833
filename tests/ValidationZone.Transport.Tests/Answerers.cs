using System.Net;
using System.Text;
using ValidationZone.Authority.Answering;
using ValidationZone.Authority.Zone;
using ValidationZone.Tests.Support;
using ValidationZone.Wire;

namespace ValidationZone.Transport.Tests;

/// <summary>Answerers over the zone auth.example.net, real ones and ones with a fault.</summary>
internal static class Answerers
{
    internal const string ManyValues = "many.auth.example.net";
    internal const int ManyValuesCount = 60;

    /// <summary>The real answerer; the name <see cref="ManyValues"/> fills more than a datagram.</summary>
    internal static QueryAnswerer Real()
    {
        ZoneContents contents = ZoneContents.Synthesise(
            DomainName.Parse("auth.example.net"),
            [IPAddress.Loopback],
            negativeTtlSeconds: 5);
        var zone = new ServedZone(contents, new FakeClock());
        ReadOnlyMemory<byte>[] values = [.. Enumerable.Range(0, ManyValuesCount).Select(Value)];
        zone.Table.Publish(DomainName.Parse(ManyValues), TxtRRset.Create(values, ttlSeconds: 1));
        zone.Table.MarkLoaded();
        return new QueryAnswerer(zone, new AnswererOptions());

        static ReadOnlyMemory<byte> Value(int number) => Encoding.ASCII.GetBytes($"{number:D43}");
    }

    /// <summary>The real answerer, which throws for every question with this ID after spoiling the response.</summary>
    internal static FaultBarrier ThrowingFor(ushort id)
    {
        QueryAnswerer real = Real();
        return new FaultBarrier(Answer, real.AnswerFailure);

        int Answer(ReadOnlySpan<byte> request, Span<byte> response, in QueryContext context)
        {
            if (Queries.Id(request) != id)
                return real.Answer(request, response, context);

            response.Fill(0xEE);
            throw new InvalidOperationException("a bug");
        }
    }

    /// <summary>Fails even to say that it has failed.</summary>
    internal static FaultBarrier AlwaysThrowing() =>
        new(
            (_, _, in _) => throw new InvalidOperationException("a bug"),
            (_, _, in _) => throw new InvalidOperationException("another"));

    /// <summary>Answers with the length of the request in four octets.</summary>
    internal static FaultBarrier Measuring()
    {
        return new FaultBarrier(Answer, Answer);

        static int Answer(ReadOnlySpan<byte> request, Span<byte> response, in QueryContext context)
        {
            BitConverter.TryWriteBytes(response, request.Length);
            return sizeof(int);
        }
    }
}
