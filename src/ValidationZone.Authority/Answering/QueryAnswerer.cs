using ValidationZone.Authority.Zone;

namespace ValidationZone.Authority.Answering;

/// <summary>The way in: request octets to response octets.</summary>
/// <remarks>Safe for any number of threads. Allocates nothing, locks nothing, and does not throw for any input.</remarks>
public sealed class QueryAnswerer(ServedZone zone, AnswererOptions options)
{
    /// <summary>The shortest response buffer that <see cref="Answer"/> takes for <see cref="DnsTransport.Udp"/>.</summary>
    public const int UdpResponseCapacity = 1232;

    /// <summary>The shortest response buffer that <see cref="Answer"/> takes for streams.</summary>
    public const int StreamResponseCapacity = ushort.MaxValue;

    /// <summary>Answers one request.</summary>
    /// <param name="request">One whole message.</param>
    /// <param name="response">Where the reply goes; must not overlap the request.</param>
    /// <param name="context">What carried the request, and who counts it.</param>
    /// <returns>The length of the reply in octets; 0 means silence.</returns>
    public int Answer(ReadOnlySpan<byte> request, Span<byte> response, in QueryContext context) =>
        throw new NotImplementedException($"{zone}{options}");

    /// <summary>Writes SERVFAIL with the request's question, for a loop that caught an exception.</summary>
    /// <returns>The length of the reply in octets; 0 when the request is not one to reply to.</returns>
    public static int AnswerFailure(ReadOnlySpan<byte> request, Span<byte> response) => throw new NotImplementedException();
}
