using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ValidationZone.Server.Hosting;

/// <summary>What was in the files of a certificate and its key; wiped when disposed of.</summary>
internal sealed class PemPair(byte[] certificate, byte[] key) : IDisposable
{
    private const string Unusable = "the key does not belong to the first certificate, or is neither RSA nor ECDSA";

    /// <summary>Two pairs with the same fingerprint are the same, octet by octet.</summary>
    internal string Fingerprint =>
        Convert.ToHexString([.. SHA256.HashData(certificate), .. SHA256.HashData(key)]);

    /// <summary>Makes what clients are shown.</summary>
    /// <exception cref="TlsCertificateException">There is no certificate, or no key that belongs to it.</exception>
    internal TlsCertificate Parse()
    {
        // In arrays and not in strings, because it has to be wiped. PEM is ASCII; anything else is skipped as text.
        char[] certificateText = Encoding.Latin1.GetChars(certificate);
        char[] keyText = Encoding.Latin1.GetChars(key);
        try
        {
            X509Certificate2Collection chain = ReadChain(certificateText);
            X509Certificate2 leaf = ReadLeaf(certificateText, keyText);
            chain.RemoveAt(0);
            return PutTogether(leaf, chain);
        }
        finally
        {
            // One file may hold both.
            Array.Clear(certificateText);
            Array.Clear(keyText);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(certificate);
        CryptographicOperations.ZeroMemory(key);
    }

    private static TlsCertificate PutTogether(X509Certificate2 leaf, X509Certificate2Collection intermediates)
    {
        try
        {
            return new TlsCertificate(leaf, intermediates);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or NotSupportedException)
        {
            // Such as DSA: it has certificates and keys, and no version of TLS that is spoken here has it.
            throw new TlsCertificateException(Unusable);
        }
    }

    private static X509Certificate2Collection ReadChain(ReadOnlySpan<char> text)
    {
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPem(text);
        }
        catch (CryptographicException e)
        {
            throw new TlsCertificateException($"a certificate cannot be read: {e.Message}");
        }

        return chain.Count > 0
            ? chain
            : throw new TlsCertificateException("the certificate file holds no certificate in PEM form");
    }

    private static X509Certificate2 ReadLeaf(ReadOnlySpan<char> certificateText, ReadOnlySpan<char> keyText)
    {
        if (!HoldsKey(keyText, out bool isEncrypted))
        {
            throw new TlsCertificateException(isEncrypted
                ? "the key is encrypted, and there is nobody to ask for the passphrase"
                : "the key file holds no private key in PEM form");
        }

        try
        {
            X509Certificate2 leaf = X509Certificate2.CreateFromPem(certificateText, keyText);
            return OperatingSystem.IsWindows() ? Persist(leaf) : leaf;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or NotSupportedException)
        {
            // In words of our own: nothing that was made of the octets of a key goes any further.
            throw new TlsCertificateException(Unusable);
        }
    }

    private static bool HoldsKey(ReadOnlySpan<char> text, out bool isEncrypted)
    {
        isEncrypted = false;
        while (PemEncoding.TryFind(text, out PemFields fields))
        {
            ReadOnlySpan<char> label = text[fields.Label];
            if (label is "PRIVATE KEY" or "EC PRIVATE KEY" or "RSA PRIVATE KEY")
                return true;

            isEncrypted |= label is "ENCRYPTED PRIVATE KEY";
            text = text[fields.Location.End..];
        }

        // What older tools encrypt has headers, which are no PEM of today (RFC 7468 §2).
        isEncrypted |= text.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal);
        return false;
    }

    /// <summary>The same certificate with a key that Windows can use for TLS, which ones from PEM are not.</summary>
    private static X509Certificate2 Persist(X509Certificate2 leaf)
    {
        using (leaf)
            return X509CertificateLoader.LoadPkcs12(leaf.Export(X509ContentType.Pkcs12), password: null);
    }
}
