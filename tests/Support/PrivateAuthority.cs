using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ValidationZone.Tests.Support;

/// <summary>A certificate authority of a test's own: a root, and an intermediate that signs.</summary>
public sealed class PrivateAuthority : IDisposable
{
    private static readonly DateTimeOffset LongAgo = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset FarAway = new(2049, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly X509Certificate2 _intermediate;

    public PrivateAuthority()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Root = AuthorityRequest("CN=Test Root", rootKey).CreateSelfSigned(LongAgo, FarAway);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 signed =
            AuthorityRequest("CN=Test Intermediate", key).Create(Root, LongAgo, FarAway, NewSerial());
        _intermediate = signed.CopyWithPrivateKey(key);
    }

    /// <summary>What a client has to trust.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>Signs a certificate with an ECDSA key.</summary>
    /// <param name="name">The DNS name that it is for.</param>
    /// <param name="notAfter">Its end; a long time ahead when not given.</param>
    public PemCertificate Issue(string name, DateTimeOffset? notAfter = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = ServerRequest(name, new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256));
        return Sign(request, notAfter, key);
    }

    /// <summary>Signs a certificate with an RSA key.</summary>
    public PemCertificate IssueRsa(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return Sign(ServerRequest(name, request), null, key);
    }

    /// <summary>Signs a certificate with a key of any kind, and gives it as PEM.</summary>
    public string Certify(string name, PublicKey key)
    {
        var request = new CertificateRequest(new X500DistinguishedName("CN=" + name), key, HashAlgorithmName.SHA256);
        X509SignatureGenerator signer = X509SignatureGenerator.CreateForECDsa(_intermediate.GetECDsaPrivateKey()!);
        using X509Certificate2 leaf =
            request.Create(_intermediate.SubjectName, signer, LongAgo, FarAway, NewSerial());
        return leaf.ExportCertificatePem();
    }

    public void Dispose()
    {
        Root.Dispose();
        _intermediate.Dispose();
    }

    private PemCertificate Sign(CertificateRequest request, DateTimeOffset? notAfter, AsymmetricAlgorithm key)
    {
        X509SignatureGenerator signer = X509SignatureGenerator.CreateForECDsa(_intermediate.GetECDsaPrivateKey()!);
        using X509Certificate2 leaf =
            request.Create(_intermediate.SubjectName, signer, LongAgo, notAfter ?? FarAway, NewSerial());
        string chain = leaf.ExportCertificatePem() + "\n" + _intermediate.ExportCertificatePem() + "\n";
        return new PemCertificate(leaf.SerialNumber, chain, leaf.ExportCertificatePem() + "\n", key);
    }

    private static CertificateRequest ServerRequest(string name, CertificateRequest request)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        return request;
    }

    private static CertificateRequest AuthorityRequest(string subject, ECDsa key)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request;
    }

    private static byte[] NewSerial()
    {
        byte[] serial = RandomNumberGenerator.GetBytes(8);
        // Positive, and without a leading zero octet, or it would be printed in another way than it was made.
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }
}
