using ValidationZone.Delegation.Asking;
using ValidationZone.Delegation.Report;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>The way to the value as a recursive resolver shows it.</summary>
/// <param name="Names">The names, from the one asked for on.</param>
/// <param name="Exists">Whether the last of them does.</param>
internal sealed record ResolverPath(IReadOnlyList<DomainName> Names, bool Exists)
{
    // More than any resolver follows.
    private const int MostNames = 20;

    /// <summary>The way, for a sentence; equal texts are equal ways.</summary>
    internal string Words =>
        Shown.Way(Names).ToLowerInvariant() + (Exists ? "" : " (NXDOMAIN)");

    /// <summary>Whether the authoritative servers show the same way, as far as they were asked.</summary>
    // A resolver may go on behind our own name where our servers disagree, which is a finding of its own.
    internal bool Follows(AliasChain chain) => chain.End is ChainEnd.Target or ChainEnd.Apex
        ? Names.Take(chain.Names.Count).SequenceEqual(chain.Names)
        : Names.SequenceEqual(chain.Names);

    /// <summary>Reads it out of one reply; <see langword="null"/> without a reply.</summary>
    internal static ResolverPath? Of(Resolved resolved, DomainName start)
    {
        if (!resolved.IsAnswered)
            return null;

        List<DomainName> names = [start];
        while (names.Count < MostNames
            && resolved.Reply.AnswersOf(names[^1], RecordType.Cname).FirstOrDefault() is ResourceRecord alias)
        {
            names.Add(alias.ToName());
        }

        // NXDOMAIN is about the last name of the row, whatever was asked for (RFC 6604 §3).
        return new ResolverPath(names, resolved.Reply.Rcode != Rcode.NxDomain);
    }
}
