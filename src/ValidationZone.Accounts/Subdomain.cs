using System.Diagnostics.CodeAnalysis;
using ValidationZone.Wire;

namespace ValidationZone.Accounts;

/// <summary>An account's own name below the apex, one or more labels, in lower case.</summary>
/// <remarks>
/// Each label starts with <c>a-z0-9</c> and holds only <c>a-z0-9-</c>, so that no subdomain can be a name that the
/// field gives a meaning, such as <c>_acme-challenge</c> or <c>_dmarc</c>.
/// </remarks>
public sealed class Subdomain : IEquatable<Subdomain>
{
    /// <summary>The labels joined by dots, without the apex.</summary>
    public string Text => throw new NotImplementedException();

    /// <summary>Makes a subdomain that nobody can guess: a version 4 UUID, 122 random bits.</summary>
    public static Subdomain Generate() => throw new NotImplementedException();

    /// <summary>Reads a subdomain; <see langword="false"/> when a label breaks the rules above.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Subdomain? subdomain) =>
        throw new NotImplementedException();

    /// <summary>The subdomain's name in DNS; <see langword="null"/> when it would be too long under this apex.</summary>
    public DomainName? Under(DomainName apex) => throw new NotImplementedException();

    /// <summary>The name as the API shows it: no trailing dot.</summary>
    public string ToFulldomain(DomainName apex) => throw new NotImplementedException();

    /// <inheritdoc/>
    public bool Equals(Subdomain? other) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Subdomain);

    /// <inheritdoc/>
    public override int GetHashCode() => throw new NotImplementedException();

    /// <inheritdoc/>
    public override string ToString() => Text;
}
