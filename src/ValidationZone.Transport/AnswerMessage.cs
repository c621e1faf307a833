using ValidationZone.Authority.Answering;

namespace ValidationZone.Transport;

/// <summary>The shape of <see cref="QueryAnswerer.Answer"/>.</summary>
internal delegate int AnswerMessage(ReadOnlySpan<byte> request, Span<byte> response, in QueryContext context);
