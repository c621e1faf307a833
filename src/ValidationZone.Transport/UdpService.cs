using ValidationZone.Authority.Answering;

namespace ValidationZone.Transport;

/// <summary>What one UDP socket answers with; limiter and ring are its own, because it is one thread.</summary>
/// <param name="Answerer">Answers each datagram.</param>
/// <param name="Limiter">Limits the replies; <see langword="null"/> for none.</param>
/// <param name="Samples">Where questions about watched names are noted; <see langword="null"/> for nowhere.</param>
internal sealed record UdpService(FaultBarrier Answerer, ResponseRateLimiter? Limiter, QuestionRing? Samples);
