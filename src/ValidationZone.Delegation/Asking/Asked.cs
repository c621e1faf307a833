using System.Diagnostics.CodeAnalysis;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Asking;

/// <summary>How a question ended, with the reply when there is one.</summary>
internal readonly record struct Asked(AskOutcome Outcome, Reply? Reply = null)
{
    /// <summary>Whether there is a reply with this RCODE.</summary>
    [MemberNotNullWhen(true, nameof(Reply))]
    internal bool Has(Rcode rcode) => Reply?.Rcode == rcode;

    /// <summary>Whether there is a reply that says something about the name.</summary>
    [MemberNotNullWhen(true, nameof(Reply))]
    // Any other RCODE speaks of the server: SERVFAIL or REFUSED must not be taken for "not there" (RFC 2308 §7).
    internal bool IsUseful => Reply?.Rcode is Rcode.NoError or Rcode.NxDomain;
}
