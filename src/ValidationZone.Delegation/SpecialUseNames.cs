using ValidationZone.Wire;

namespace ValidationZone.Delegation;

/// <summary>Names that public DNS does not have, and that may mean something inside a network.</summary>
internal static class SpecialUseNames
{
    // RFC 6761 §6, RFC 6762 §3, RFC 7686 §2, RFC 9476 §2; home.arpa (RFC 8375 §3) and reverse names lie below arpa;
    // internal is set aside by ICANN. None of them can have a certificate of a public authority.
    private static readonly DomainName[] Tops =
    [
        .. new[] { "localhost", "local", "invalid", "test", "onion", "alt", "internal", "arpa" }
            .Select(DomainName.Parse),
    ];

    /// <summary>Whether the name must not be asked for.</summary>
    // Everything below as well: which hosts a private network has is what such a question would give away.
    internal static bool Has(DomainName name) => Tops.Any(name.IsAtOrBelow);
}
