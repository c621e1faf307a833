using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ValidationZone.Server.Hosting;

/// <summary>A certificate with its key and its chain, and how handshakes are done with them.</summary>
/// <remarks>
/// Never disposed of: nobody tells when the last handshake that uses it has ended. Its handles count their users and
/// free themselves after the last one.
/// </remarks>
internal sealed class TlsCertificate
{
    private readonly X509Certificate2 _leaf;

    /// <summary>Puts it together.</summary>
    /// <param name="leaf">The server's own certificate, with its key.</param>
    /// <param name="intermediates">What leads from there to a root; others are left out.</param>
    internal TlsCertificate(X509Certificate2 leaf, X509Certificate2Collection intermediates)
    {
        _leaf = leaf;
        Handshake = new SslServerAuthenticationOptions
        {
            // Offline: a certificate names places to fetch its issuers from, and a handshake must not wait for them.
            ServerCertificateContext = SslStreamCertificateContext.Create(leaf, intermediates, offline: true),
            // A client that offers none is let in; one that offers others only is not (RFC 7301 §3.2), so that no
            // other protocol is ever spoken to here by mistake.
            ApplicationProtocols = [new SslApplicationProtocol("dot")],
            // Named, because what the system allows may be less (RFC 8310 §9).
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            // It costs a server far more than a client, and no DNS client needs it.
            AllowRenegotiation = false,
            ClientCertificateRequired = false,
        };
    }

    /// <summary>What a handshake is done with; the same for all, whatever name a client asks for.</summary>
    internal SslServerAuthenticationOptions Handshake { get; }

    /// <summary>When it begins to be valid.</summary>
    internal DateTimeOffset NotBefore => _leaf.NotBefore.ToUniversalTime();

    /// <summary>When it ceases to be valid.</summary>
    internal DateTimeOffset NotAfter => _leaf.NotAfter.ToUniversalTime();

    /// <summary>The first name it is for, and its serial number; names are not compulsory.</summary>
    public override string ToString() =>
        $"{_leaf.GetNameInfo(X509NameType.DnsName, forIssuer: false)} (serial {_leaf.SerialNumber})".TrimStart();
}
