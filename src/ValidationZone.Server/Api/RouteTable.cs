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

    private readonly string[] _basePath = basePath.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Finds the route of a decoded path.</summary>
    internal RouteMatch Match(string path)
    {
        // Nearly every request, and it needs no splitting.
        if (path == "/update")
            return new RouteMatch(Route.Update, token: null);

        // An encoded slash stays encoded in this path, so that it separates nothing here that it does not for a proxy.
        ReadOnlySpan<string> segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (HasBasePath(segments))
            segments = segments[_basePath.Length..];

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

    private bool HasBasePath(ReadOnlySpan<string> segments)
    {
        if (_basePath.Length == 0 || segments.Length <= _basePath.Length)
            return false;

        for (int i = 0; i < _basePath.Length; i++)
        {
            if (!_basePath[i].Equals(segments[i], StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
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
        _ => "unknown",
    };
}
