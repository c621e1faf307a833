using System.Net;

namespace ValidationZone.Server.Configuration;

/// <summary>How the HTTP API is reached.</summary>
/// <param name="Listen">Endpoints for HTTP.</param>
/// <param name="BasePath">A path that may stand in front of every route, as <c>/a/b</c>; empty for none.</param>
/// <param name="TrustedProxies">Networks whose forwarding header is believed.</param>
/// <param name="ForwardedHeader">The forwarding header.</param>
/// <param name="CorsOrigins">Origins whose pages may call the API; <c>*</c> stands for all.</param>
/// <param name="Resolvers">Resolvers that are asked whether an alias is there; none for not asking.</param>
internal sealed record ApiSettings(
    IReadOnlyList<IPEndPoint> Listen,
    string BasePath,
    IReadOnlyList<IPNetwork> TrustedProxies,
    string ForwardedHeader,
    IReadOnlyList<string> CorsOrigins,
    IReadOnlyList<IPEndPoint> Resolvers)
{
    /// <summary>Endpoints where alone operator tokens are taken on <c>/v1</c>; none for everywhere.</summary>
    public IReadOnlyList<IPEndPoint> OperatorListen { get; init; } = [];
}
