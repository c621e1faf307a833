using System.Diagnostics.CodeAnalysis;
using ValidationZone.Wire;

namespace ValidationZone.Delegation;

/// <summary>A domain that a public authority could issue a certificate for.</summary>
/// <remarks>
/// At least two labels, letters, digits and hyphens only, at most 255 octets with <c>_acme-challenge</c> before it, no
/// address and no name that public DNS does not have.
/// </remarks>
public sealed class CheckedDomain
{
    private const string WildcardMark = "*.";
    private const string ValidationLabel = "_acme-challenge";
    private const int FewestLabels = 2;

    private CheckedDomain(DomainName name, DomainName validationName, bool isWildcard)
    {
        Name = name;
        ValidationName = validationName;
        IsWildcard = isWildcard;
    }

    /// <summary>The domain, without <c>*.</c>.</summary>
    public DomainName Name { get; }

    /// <summary>The validation domain name (RFC 8555 §8.4).</summary>
    public DomainName ValidationName { get; }

    /// <summary>Whether the certificate is for every name right below the domain.</summary>
    public bool IsWildcard { get; }

    /// <summary>Reads a domain as people write it, with or without <c>*.</c> and the trailing dot.</summary>
    /// <param name="text">The domain.</param>
    /// <param name="isWildcard">Whether it is meant as a wildcard even without <c>*.</c>.</param>
    /// <param name="domain">The domain, when it may be checked.</param>
    /// <param name="problem">Why it may not, in words for its author.</param>
    /// <returns>Whether it may be checked.</returns>
    public static bool TryParse(
        string text,
        bool isWildcard,
        [NotNullWhen(true)] out CheckedDomain? domain,
        [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        domain = null;
        bool hasMark = text.StartsWith(WildcardMark, StringComparison.Ordinal);
        string host = (hasMark ? text[WildcardMark.Length..] : text).ToLowerInvariant();
        // Before anything is asked: nothing at all may be sent about a name that is refused.
        problem = Problem(host, out DomainName? name);
        if (problem is not null)
            return false;

        if (!name!.TryPrepend("_acme-challenge"u8, out DomainName? validationName))
        {
            problem = "it is too long to have a name for validation";
            return false;
        }

        domain = new CheckedDomain(name, validationName, isWildcard || hasMark);
        return true;
    }

    private static string? Problem(string host, out DomainName? name)
    {
        name = null;
        // A frequent slip, which would end in a check of _acme-challenge._acme-challenge and a finding that puzzles.
        if (host.StartsWith(ValidationLabel, StringComparison.Ordinal))
            return $"give the domain itself, without {ValidationLabel}";

        if (host.Any(c => c > 0x7F))
            return "write it in its ASCII form (xn--...)";

        if (host.Contains(':', StringComparison.Ordinal))
            return "it is an address or a URL and not a domain";

        string[] labels = (host.EndsWith('.') ? host[..^1] : host).Split('.');
        if (!labels.All(IsHostLabel) || !DomainName.TryParse(host, out name))
            return "it is not a host name";

        // An address in four numbers, or in one: no top-level domain is a number (RFC 3696 §2).
        if (labels[^1].All(char.IsAsciiDigit))
            return "it is an address and not a domain";

        if (SpecialUseNames.Has(name))
            return $"public DNS has no names below {labels[^1]}";

        return labels.Length < FewestLabels ? "a certificate needs a domain below a top-level domain" : null;
    }

    // RFC 1123 §2.1: letters, digits and hyphens, and no hyphen at the ends.
    private static bool IsHostLabel(string label) =>
        label.Length is > 0 and <= DomainName.MaxLabelLengthInOctets
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        && label[0] != '-'
        && label[^1] != '-';
}
