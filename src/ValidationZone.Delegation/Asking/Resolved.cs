using System.Diagnostics.CodeAnalysis;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Asking;

/// <summary>What recursive resolvers say.</summary>
/// <param name="Reply">NOERROR or NXDOMAIN; <see langword="null"/> when no resolver said either.</param>
/// <param name="IsBogus">Whether it was given only without a check of its signatures.</param>
/// <param name="Failure">Why there is no reply, in words.</param>
internal sealed record Resolved(Reply? Reply, bool IsBogus, string Failure)
{
    /// <summary>
    /// Whether the resolver tried and got no answer itself, unlike one that refuses or was not asked.
    /// </summary>
    internal bool IsFailedLookUp { get; init; }

    /// <summary>Whether a resolver could answer.</summary>
    [MemberNotNullWhen(true, nameof(Reply))]
    internal bool IsAnswered => Reply is not null;

    /// <summary>Whether the name exists and has no such records, or does not exist.</summary>
    internal bool IsNegative(DomainName name, RecordType type) =>
        IsAnswered && !Reply.AnswersOf(name, type).Any() && !Reply.AnswersOf(name, RecordType.Cname).Any();
}
