using System.Net;
using ValidationZone.Server.Hosting;

namespace ValidationZone.Server.Configuration;

/// <summary>How questions are taken in over TLS.</summary>
/// <param name="Listen">Endpoints.</param>
/// <param name="Files">Where the certificate and its key are.</param>
internal sealed record TlsSettings(IReadOnlyList<IPEndPoint> Listen, TlsCertificateFiles Files);
