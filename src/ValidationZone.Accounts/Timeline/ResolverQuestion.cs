using ValidationZone.Authority.Answering;
using ValidationZone.Wire;

namespace ValidationZone.Accounts.Timeline;

/// <summary>A question of a resolver, and what it was answered with.</summary>
/// <param name="At">When it was answered.</param>
/// <param name="Transport">What carried it.</param>
/// <param name="QType">The type that was asked for.</param>
/// <param name="Answer">
/// The answer in a few words, such as <c>2 values</c>, <c>NODATA</c>, <c>truncated</c> or <c>REFUSED</c>.
/// </param>
public sealed record ResolverQuestion(DateTimeOffset At, DnsTransport Transport, RecordType QType, string Answer);
