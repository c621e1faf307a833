using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>A real ACME CA, Pebble, which validates through the given resolver and reuses no authorization.</summary>
internal sealed class CertificateAuthority : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["PEBBLE_VA_NOSLEEP"] = "1",
        ["PEBBLE_WFE_NONCEREJECT"] = "0",
        ["PEBBLE_AUTHZREUSE"] = "0",
    };

    private readonly ChildProcess _process;

    private CertificateAuthority(ChildProcess process, string directory, string trustedCertificate)
    {
        _process = process;
        Directory = directory;
        TrustedCertificate = trustedCertificate;
    }

    /// <summary>The address of the ACME directory.</summary>
    public string Directory { get; }

    /// <summary>The file with the certificate that clients must trust to reach the directory.</summary>
    public string TrustedCertificate { get; }

    public string Output => _process.Output;

    public static async Task<CertificateAuthority> StartAsync(TempFolder folder, int resolverPort)
    {
        int port = FreePort.Next();
        string certificate = WriteCertificate(folder);
        string configuration = folder.Write("pebble.json", $$"""
            {
              "pebble": {
                "listenAddress": "127.0.0.1:{{port}}", "managementListenAddress": "",
                "certificate": "{{certificate}}", "privateKey": "{{folder.Combine("pebble.key")}}",
                "httpPort": {{FreePort.Next()}}, "tlsPort": {{FreePort.Next()}}, "ocspResponderURL": ""
              }
            }
            """);
        ChildProcess process = ChildProcess.Start(
            Tools.PathOf("pebble"), ["-config", configuration, "-dnsserver", $"127.0.0.1:{resolverPort}"], Settings);
        // What it prints comes before it listens.
        await process.BecomesReadyAsync(() => ListensAsync(port));
        return new CertificateAuthority(process, $"https://127.0.0.1:{port}/dir", certificate);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string WriteCertificate(TempFolder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        folder.Write("pebble.key", key.ExportPkcs8PrivateKeyPem());
        return folder.Write("pebble.crt", certificate.ExportCertificatePem());
    }
}
