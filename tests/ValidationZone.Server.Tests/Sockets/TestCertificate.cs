using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ValidationZone.Server.Tests.Sockets;

/// <summary>A self-signed certificate, as DNS over TLS may have one: resolvers do not check it.</summary>
internal static class TestCertificate
{
    internal static X509Certificate2 Shared { get; } = Create();

    private static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ns1.auth.example.net", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
