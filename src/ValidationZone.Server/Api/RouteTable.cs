using ValidationZone.Accounts;

namespace ValidationZone.Server.Api;

/// <summary>Request path to route, as forgiving as acme-dns clients and their proxies need.</summary>
/// <remarks>
/// Letter case, doubled and trailing slashes are ignored. A configured base path may or may not be in front, since
/// some proxies strip it. An operator token may come first on every route: a client has one base URL for all of them.
/// </remarks>
internal sealed class RouteTable(string basePath)
{
    // The most asked for first. The account storage is not among them: its name alone is no route.
    private static readonly Route[] Routes =
        [Route.Update, Route.Register, Route.Present, Route.Cleanup, Route.Health, Route.Ready];

    private readonly BasePath _basePath = new(basePath);

    /// <summary>Finds the route of a decoded path.</summary>
    internal RouteMatch Match(string path)
    {
        // Nearly every request, and it needs no splitting.
        if (path == "/update")
            return new RouteMatch(Route.Update, token: null);

        // An encoded slash stays encoded in this path, so that it separates nothing here that it does not for a proxy.
        ReadOnlySpan<string> segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        int count = segments.Length;
        segments = _basePath.Strip(segments);
        // Before a token is looked for: /v1 takes none from a path, which ends up in the logs of proxies.
        if (TryMatchV1(segments, hasBasePath: segments.Length < count, out RouteMatch v1))
            return v1;

        // Only what looks like a token is taken for one, so that misspelt paths stay 404.
        string? token = null;
        if (segments.Length > 1 && segments[0].StartsWith(OperatorTokens.Prefix, StringComparison.Ordinal))
        {
            token = segments[0];
            segments = segments[1..];
        }

        return segments.Length switch
        {
            1 => new RouteMatch(Find(segments[0]), token),
            2 when IsNamed(segments[0], Route.AccountStorage) =>
                new RouteMatch(Route.AccountStorage, token, segments[1]),
            _ => new RouteMatch(Route.Unknown, token: null),
        };
    }

    /// <summary>The newer API is matched letter by letter: it has no clients that write it in other ways.</summary>
    private bool TryMatchV1(ReadOnlySpan<string> segments, bool hasBasePath, out RouteMatch match)
    {
        Route route = segments switch
        {
            ["v1", ..] => Route.V1,
            ["openapi", "v1.json"] => Route.OpenApi,
            _ => Route.Unknown,
        };
        match = new RouteMatch(route, token: null)
        {
            Path = route == Route.V1 ? "/" + string.Join('/', segments!) : "",
            BasePath = hasBasePath ? _basePath.Text : "",
        };
        return route != Route.Unknown;
    }

    private static Route Find(string segment)
    {
        foreach (Route route in Routes)
        {
            if (IsNamed(segment, route))
                return route;
        }

        return Route.Unknown;
    }

    private static bool IsNamed(string segment, Route route) =>
        segment.Equals(NameOf(route), StringComparison.OrdinalIgnoreCase);

    /// <summary>The route's name, in the path and in the log.</summary>
    internal static string NameOf(Route route) => route switch
    {
        Route.Register => "register",
        Route.Update => "update",
        Route.Present => "present",
        Route.Cleanup => "cleanup",
        Route.AccountStorage => "acmedns-storage",
        Route.Health => "health",
        Route.Ready => "ready",
        Route.V1 => "v1",
        Route.OpenApi => "openapi",
        _ => "unknown",
    };
}
