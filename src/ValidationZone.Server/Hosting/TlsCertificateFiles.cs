using Microsoft.Win32.SafeHandles;

namespace ValidationZone.Server.Hosting;

/// <summary>Where a TLS listener has its certificate and its key from: PEM files, possibly one and the same.</summary>
/// <param name="CertificatePath">The server's own certificate first, then the intermediate ones.</param>
/// <param name="KeyPath">The private key, not encrypted.</param>
internal sealed record TlsCertificateFiles(string CertificatePath, string KeyPath)
{
    // Far more than any chain has. What is longer was named by mistake, and is read every few seconds.
    private const int LongestFile = 64 * 1024;

    /// <summary>Reads both files as they are at this moment.</summary>
    /// <exception cref="TlsCertificateException">One of them, or each, cannot be read.</exception>
    internal PemPair Read()
    {
        var problems = new List<string>();
        byte[] certificate = ReadFile(CertificatePath, problems);
        byte[] key = ReadFile(KeyPath, problems);
        var pair = new PemPair(certificate, key);
        if (problems.Count == 0)
            return pair;

        pair.Dispose();
        throw new TlsCertificateException(string.Join("; ", problems.Distinct()));
    }

    /// <summary>Reads both files and makes what clients are shown of them.</summary>
    /// <exception cref="TlsCertificateException">They cannot be read, or do not belong together.</exception>
    internal TlsCertificate Load()
    {
        using PemPair pair = Read();
        return pair.Parse();
    }

    private static byte[] ReadFile(string path, List<string> problems)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            long length = RandomAccess.GetLength(file);
            if (length <= LongestFile)
                return ReadWhole(file, (int)length);

            problems.Add($"{path} is too long to be a certificate or a key");
        }
        catch (Exception e) when (IsAboutTheFile(e))
        {
            problems.Add($"{path} cannot be read: {e.Message}");
        }

        return [];
    }

    // An argument is wrong when a path has a character that none can have.
    private static bool IsAboutTheFile(Exception e) =>
        e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    private static byte[] ReadWhole(SafeFileHandle file, int length)
    {
        var octets = new byte[length];
        int filled = 0;
        // Ends early when the file is being shortened. The next look will find it whole again.
        while (filled < length && RandomAccess.Read(file, octets.AsSpan(filled), filled) is > 0 and int count)
            filled += count;

        return octets;
    }
}
