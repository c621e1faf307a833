using System.Net;

namespace ValidationZone.Accounts.Timeline;

/// <summary>What one resolver asked about a subdomain.</summary>
/// <remarks>
/// A question for TXT takes the place of one for another type, never the reverse: only TXT tells what an authority saw.
/// </remarks>
/// <param name="Address">The resolver's address; the unspecified one when it was not known.</param>
/// <param name="First">Its first question.</param>
/// <param name="LastWithValues">The last one that was answered with values; <see langword="null"/> for none.</param>
/// <param name="Last">Its last question, which may be the first.</param>
/// <param name="Count">How many questions it asked, of any type.</param>
/// <param name="TxtCount">How many of them were for TXT.</param>
public sealed record ResolverSummary(
    IPAddress Address,
    ResolverQuestion First,
    ResolverQuestion? LastWithValues,
    ResolverQuestion Last,
    long Count,
    long TxtCount);
