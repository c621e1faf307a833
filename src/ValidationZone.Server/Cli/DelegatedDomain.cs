using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using ValidationZone.Wire;

namespace ValidationZone.Server.Cli;

/// <summary>A name for which certificates are wanted, and the one at which a CA looks (RFC 8555 §8.4).</summary>
internal sealed record DelegatedDomain
{
    private const string ChallengeLabel = "_acme-challenge.";
    private const string WildcardLabel = "*.";

    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-._");

    private DelegatedDomain(string text) => Text = text;

    /// <summary>The name in lower case, without a dot at its end and without a wildcard.</summary>
    internal string Text { get; }

    /// <summary>The validation domain name, no dot at its end: the name of the CNAME record.</summary>
    internal string Alias => ChallengeLabel + Text;

    /// <summary>
    /// Reads a name as people write it: in any letter case, with a dot at its end, as a wildcard, which a CA proves at
    /// the same place, or with the challenge label that it is going to get.
    /// </summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out DelegatedDomain? domain)
    {
        // DNS names have no letter case (RFC 4343 §3), and a domain that comes twice gets one account.
        string name = text.Trim().ToLowerInvariant();
        name = WithoutPrefix(WithoutPrefix(name, ChallengeLabel), WildcardLabel);
        name = name.EndsWith('.') ? name[..^1] : name;
        domain = new DelegatedDomain(name);
        // A single label is a slip, or a local name that no public authority certifies.
        return name.Contains('.') && !name.AsSpan().ContainsAnyExcept(HostCharacters)
            // With the label in front: a name that leaves no room for it has no validation domain name.
            && DomainName.TryParse(domain.Alias, out _);
    }

    private static string WithoutPrefix(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
}
