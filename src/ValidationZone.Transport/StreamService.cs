using ValidationZone.Authority.Answering;

namespace ValidationZone.Transport;

/// <summary>What all DNS streams are served with.</summary>
/// <param name="Answerer">Answers each message.</param>
/// <param name="Options">The limits of each stream.</param>
/// <param name="Clock">Measures the limits.</param>
/// <param name="Samples">Where questions about watched names are noted; <see langword="null"/> for nowhere.</param>
internal sealed record StreamService(
    FaultBarrier Answerer, StreamOptions Options, TimeProvider Clock, QuestionRing? Samples = null);
