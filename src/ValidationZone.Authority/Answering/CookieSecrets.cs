using System.Security.Cryptography;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Answering;

/// <summary>What server cookies are made and checked with.</summary>
/// <remarks>
/// Nodes behind one address must share their secrets (RFC 9018 §5). To change them without refusing anybody: give the new
/// one to every node as staging, then make it active with the old one as staging, then drop the old one.
/// </remarks>
public sealed class CookieSecrets
{
    private readonly byte[] _active;
    private readonly byte[]? _staging;

    /// <summary>Takes secrets that other nodes share.</summary>
    /// <param name="active">Makes and checks cookies; 16 octets.</param>
    /// <param name="staging">Only checks them; 16 octets or <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">A secret is not 16 octets long.</exception>
    public CookieSecrets(ReadOnlySpan<byte> active, byte[]? staging = null)
    {
        if (active.Length != SipHash.KeyLengthInOctets || staging is not (null or { Length: SipHash.KeyLengthInOctets }))
            throw new ArgumentException($"a cookie secret has {SipHash.KeyLengthInOctets} octets");

        _active = active.ToArray();
        _staging = staging;
    }

    /// <summary>The secret that makes cookies.</summary>
    internal ReadOnlySpan<byte> Active => _active;

    /// <summary>The secret that is accepted too; empty for none.</summary>
    internal ReadOnlySpan<byte> Staging => _staging;

    /// <summary>A secret of this process alone; its cookies end with it.</summary>
    public static CookieSecrets Generate() => new(RandomNumberGenerator.GetBytes(SipHash.KeyLengthInOctets));

    /// <summary>A mask, never the secrets.</summary>
    public override string ToString() => "[cookie secrets]";
}
