using System.Net;
using ValidationZone.Authority.Answering;
using ValidationZone.Transport;

namespace ValidationZone.Server.Configuration;

/// <summary>How questions are taken in.</summary>
/// <param name="Listen">Endpoints for UDP and TCP.</param>
/// <param name="Identity">What the server calls itself; <see langword="null"/> says nothing.</param>
/// <param name="Cookies">What cookies are made with.</param>
/// <param name="RateLimit">How many UDP replies a source may get; <see langword="null"/> for no limit.</param>
/// <param name="Streams">What clients may hold open over TCP and TLS.</param>
internal sealed record DnsSettings(
    IReadOnlyList<IPEndPoint> Listen,
    string? Identity,
    CookieSecrets Cookies,
    RateLimitOptions? RateLimit,
    StreamSettings Streams)
{
    /// <summary>How datagrams are taken and sent.</summary>
    public required UdpOptions Udp { get; init; }

    /// <summary>How they are taken in over TLS; <see langword="null"/> when they are not.</summary>
    public TlsSettings? Tls { get; init; }
}
