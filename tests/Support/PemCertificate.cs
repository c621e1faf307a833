using System.Security.Cryptography;

namespace ValidationZone.Tests.Support;

/// <summary>A certificate as PEM text, with its key in every form that tools write.</summary>
public sealed record PemCertificate
{
    public PemCertificate(string serialNumber, string chain, string leaf, AsymmetricAlgorithm key)
    {
        ArgumentNullException.ThrowIfNull(key);
        SerialNumber = serialNumber;
        Chain = chain;
        Leaf = leaf;
        Pkcs8 = key.ExportPkcs8PrivateKeyPem() + "\n";
        Traditional = (key is RSA rsa ? rsa.ExportRSAPrivateKeyPem() : ((ECDsa)key).ExportECPrivateKeyPem()) + "\n";
        Encrypted = key.ExportEncryptedPkcs8PrivateKeyPem(
            "passphrase", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)) + "\n";
    }

    public string SerialNumber { get; }

    /// <summary>The certificate and the intermediate that signed it.</summary>
    public string Chain { get; }

    /// <summary>The certificate alone.</summary>
    public string Leaf { get; }

    public string Pkcs8 { get; }

    /// <summary>SEC 1 or PKCS #1.</summary>
    public string Traditional { get; }

    public string Encrypted { get; }

    /// <summary>Writes chain and key to two files of a folder.</summary>
    public (string Certificate, string Key) WriteTo(string folder)
    {
        string certificate = Path.Combine(folder, "fullchain.pem");
        string key = Path.Combine(folder, "privkey.pem");
        File.WriteAllText(certificate, Chain);
        File.WriteAllText(key, Pkcs8);
        return (certificate, key);
    }
}
