using System.Net;
using ValidationZone.Server.Hosting;

namespace ValidationZone.Server.Configuration;

/// <summary>Reads section <c>Dns:Tls</c>, and the files that it names.</summary>
/// <param name="problems">Receives every problem.</param>
internal sealed class DnsTlsCheck(List<string> problems)
{
    /// <summary>Makes settings of the section.</summary>
    /// <param name="options">The section.</param>
    /// <param name="listen">Its endpoints as far as they could be read.</param>
    /// <returns><see langword="null"/> when DNS is not to be served over TLS.</returns>
    internal TlsSettings? Read(TlsOptions options, IReadOnlyList<IPEndPoint> listen)
    {
        bool isListening = options.Listen is { Length: > 0 };
        TlsCertificateFiles? files = ReadFiles(options.Certificate, options.Key, isListening);
        if (files is null)
            return null;

        // Half a section is a mistake: somebody believes that TLS is on.
        if (!isListening)
            problems.Add("Dns:Tls:Listen: certificate and key are of no use without an endpoint");

        return isListening ? new TlsSettings(listen, files) : null;
    }

    private TlsCertificateFiles? ReadFiles(string? certificate, string? key, bool isNeeded)
    {
        bool hasCertificate = !string.IsNullOrEmpty(certificate);
        bool hasKey = !string.IsNullOrEmpty(key);
        if (!hasCertificate && (isNeeded || hasKey))
            problems.Add("Dns:Tls:Certificate: a PEM file is needed for DNS over TLS");

        if (!hasKey && (isNeeded || hasCertificate))
            problems.Add("Dns:Tls:Key: a PEM file is needed for DNS over TLS; it may be that of the certificate");

        if (!hasCertificate || !hasKey)
            return null;

        var files = new TlsCertificateFiles(certificate!, key!);
        Try(files);
        return files;
    }

    private void Try(TlsCertificateFiles files)
    {
        try
        {
            // Only to see that it works. What is in the files may change until the listener opens, and after.
            files.Load();
        }
        catch (TlsCertificateException e)
        {
            problems.Add($"Dns:Tls: {e.Message}");
        }
    }
}
