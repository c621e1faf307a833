using System.Diagnostics.CodeAnalysis;

namespace ValidationZone.Accounts.Timeline;

/// <summary>Compares subdomains with the labels of a node, so that finding one makes no object.</summary>
internal sealed class SubdomainLabels
    : IEqualityComparer<Subdomain>, IAlternateEqualityComparer<ReadOnlySpan<byte>, Subdomain>
{
    /// <inheritdoc/>
    public bool Equals(Subdomain? x, Subdomain? y) => x is null ? y is null : x.Equals(y);

    /// <inheritdoc/>
    public int GetHashCode([DisallowNull] Subdomain obj) => GetHashCode(obj.Labels);

    /// <inheritdoc/>
    public bool Equals(ReadOnlySpan<byte> alternate, Subdomain other) => alternate.SequenceEqual(other.Labels);

    /// <inheritdoc/>
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        HashCode hash = default;
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public Subdomain Create(ReadOnlySpan<byte> alternate) => Subdomain.FromLabels(alternate);
}
