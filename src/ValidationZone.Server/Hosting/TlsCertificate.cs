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
    private readonly SslStreamCertificateContext _context;

    /// <summary>Puts it together.</summary>
    /// <param name="leaf">The server's own certificate, with its key.</param>
    /// <param name="intermediates">What leads from there to a root; others are left out.</param>
    internal TlsCertificate(X509Certificate2 leaf, X509Certificate2Collection intermediates)
    {
        _leaf = leaf;
        // Offline: a certificate names places to fetch its issuers from, and a handshake must not wait for them.
        _context = SslStreamCertificateContext.Create(leaf, intermediates, offline: true);
    }

    /// <summary>When it begins to be valid.</summary>
    internal DateTimeOffset NotBefore => _leaf.NotBefore.ToUniversalTime();

    /// <summary>When it ceases to be valid.</summary>
    internal DateTimeOffset NotAfter => _leaf.NotAfter.ToUniversalTime();

    /// <summary>Says how a handshake is done: with this certificate, whatever name a client asks for.</summary>
    internal void Prepare(SslServerAuthenticationOptions handshake)
    {
        handshake.ServerCertificateContext = _context;
        // Either a certificate or a way to choose one; not both.
        handshake.ServerCertificateSelectionCallback = null;
        // A client that offers none is let in; one that offers others only is not (RFC 7301 §3.2), so that no other
        // protocol is ever spoken to here by mistake.
        handshake.ApplicationProtocols = [new SslApplicationProtocol("dot")];
        // Named, because the system may allow older ones (RFC 8310 §9).
        handshake.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        // It costs a server far more than a client, and no DNS client needs it.
        handshake.AllowRenegotiation = false;
        handshake.ClientCertificateRequired = false;
    }

    /// <summary>The first name it is for, and its serial number; names are not compulsory.</summary>
    public override string ToString() =>
        $"{_leaf.GetNameInfo(X509NameType.DnsName, forIssuer: false)} (serial {_leaf.SerialNumber})".TrimStart();
}
