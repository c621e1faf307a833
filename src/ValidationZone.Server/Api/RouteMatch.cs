namespace ValidationZone.Server.Api;

/// <summary>Where a request path leads.</summary>
/// <param name="route">The route.</param>
/// <param name="token">The operator token that stood in front of it, if any.</param>
internal readonly struct RouteMatch(Route route, string? token)
{
    /// <summary>The route.</summary>
    internal Route Route { get; } = route;

    /// <summary>The operator token that stood in front of it, if any.</summary>
    internal string? Token { get; } = token;

    /// <summary>The methods that the route takes, as the Allow header lists them.</summary>
    // HEAD with GET: monitors ask so, and it is the same answer without its body (RFC 9110 §9.3.2).
    internal string Allow => Route is Route.Health or Route.Ready ? "GET, HEAD" : "POST";

    /// <summary>Whether the route takes a method; method names are case-sensitive (RFC 9110 §9.1).</summary>
    internal bool Takes(string method) =>
        Route is Route.Health or Route.Ready
            ? HttpMethods.IsGet(method) || HttpMethods.IsHead(method)
            : HttpMethods.IsPost(method);
}
