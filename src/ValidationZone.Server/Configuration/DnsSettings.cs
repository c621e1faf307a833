using System.Net;

namespace ValidationZone.Server.Configuration;

/// <summary>How questions are taken in.</summary>
/// <param name="Listen">Endpoints for UDP and TCP.</param>
/// <param name="Identity">What the server calls itself; <see langword="null"/> says nothing.</param>
internal sealed record DnsSettings(IReadOnlyList<IPEndPoint> Listen, string? Identity);
