namespace ValidationZone.Server.Api;

/// <summary>Where a request path leads.</summary>
/// <param name="route">The route.</param>
/// <param name="token">The operator token that stood in front of it, if any.</param>
/// <param name="domain">The domain that stood behind it, on the one route that takes one.</param>
internal readonly struct RouteMatch(Route route, string? token, string? domain = null)
{
    /// <summary>The route.</summary>
    internal Route Route { get; } = route;

    /// <summary>The operator token that stood in front of it, if any.</summary>
    internal string? Token { get; } = token;

    /// <summary>The domain that stood behind it, on the one route that takes one; not checked.</summary>
    internal string? Domain { get; } = domain;

    /// <summary>The path below <c>/v1</c> with single slashes; empty elsewhere.</summary>
    internal string Path { get; init; } = "";

    /// <summary>The configured base path when it stood in front of that.</summary>
    internal string BasePath { get; init; } = "";

    /// <summary>The methods that the route takes, as the Allow header lists them.</summary>
    // HEAD with GET: monitors ask so, and it is the same answer without its body (RFC 9110 §9.3.2).
    internal string Allow => (Reads, Writes) switch
    {
        (true, true) => "GET, HEAD, POST",
        (true, false) => "GET, HEAD",
        _ => "POST",
    };

    /// <summary>Whether the route takes a method; method names are case-sensitive (RFC 9110 §9.1).</summary>
    internal bool Takes(string method) =>
        (Reads && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)))
        || (Writes && HttpMethods.IsPost(method));

    private bool Reads => Route is Route.Health or Route.Ready or Route.AccountStorage or Route.OpenApi;

    private bool Writes => Route is not (Route.Health or Route.Ready or Route.OpenApi);
}
