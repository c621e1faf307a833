using ValidationZone.Wire;

namespace ValidationZone.Delegation.Asking;

/// <summary>One question, and how it is put.</summary>
/// <param name="QName">The name asked for.</param>
/// <param name="QType">The type asked for.</param>
internal sealed record Question(DomainName QName, RecordType QType)
{
    /// <summary>RD: a resolver is to find the answer; never set towards an authoritative server.</summary>
    internal bool WantsRecursion { get; init; }

    /// <summary>CD: the answer is wanted even when its signatures are wrong (RFC 4035 §3.2.2).</summary>
    internal bool IsUnchecked { get; init; }

    /// <summary>Whether the question carries OPT; without it for servers that do not understand it.</summary>
    internal bool HasEdns { get; init; } = true;
}
