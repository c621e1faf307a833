using ValidationZone.Wire;

namespace ValidationZone.Authority.Answering;

/// <summary>How a question was decided, beside the records.</summary>
/// <param name="Rcode">The response code.</param>
/// <param name="IsAuthoritative">Whether the reply speaks for the zone (AA).</param>
/// <param name="ExtendedError">Why it is an error, for an asker that understands EDNS; 0 for nothing to say.</param>
internal readonly record struct Verdict(Rcode Rcode, bool IsAuthoritative = false, ExtendedErrorCode ExtendedError = 0)
{
    internal static Verdict Answered { get; } = new(Rcode.NoError, IsAuthoritative: true);

    internal static Verdict NameError { get; } = new(Rcode.NxDomain, IsAuthoritative: true);

    internal static Verdict Refused { get; } = new(Rcode.Refused);
}
