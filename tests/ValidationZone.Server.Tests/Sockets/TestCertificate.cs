using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ValidationZone.Server.Configuration;
using ValidationZone.Server.Hosting;

namespace ValidationZone.Server.Tests.Sockets;

/// <summary>A self-signed certificate, as DNS over TLS may have one: resolvers do not check it.</summary>
internal static class TestCertificate
{
    private static readonly TempFolder Folder = new();

    internal static X509Certificate2 Shared { get; } = Create();

    /// <summary>The same in files, which stay until the tests are over.</summary>
    internal static TlsCertificateFiles Files { get; } = Write();

    private static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ns1.auth.example.net", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static TlsCertificateFiles Write()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Folder.Dispose();
        using ECDsa key = Shared.GetECDsaPrivateKey()!;
        File.WriteAllText(Folder.File("fullchain.pem"), Shared.ExportCertificatePem());
        File.WriteAllText(Folder.File("privkey.pem"), key.ExportPkcs8PrivateKeyPem());
        return new TlsCertificateFiles(Folder.File("fullchain.pem"), Folder.File("privkey.pem"));
    }
}
