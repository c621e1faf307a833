namespace ValidationZone.Server.Api;

/// <summary>The routes there are; their names stand in the log in place of paths, which may hold tokens.</summary>
internal enum Route
{
    /// <summary>No route of ours.</summary>
    Unknown,

    /// <summary><c>POST /register</c>.</summary>
    Register,

    /// <summary><c>POST /update</c>.</summary>
    Update,

    /// <summary><c>POST /present</c> of httpreq.</summary>
    Present,

    /// <summary><c>POST /cleanup</c> of httpreq.</summary>
    Cleanup,

    /// <summary><c>GET</c> and <c>POST /acmedns-storage/DOMAIN</c>.</summary>
    AccountStorage,

    /// <summary><c>GET /health</c>: the process lives.</summary>
    Health,

    /// <summary><c>GET /ready</c>: the server can do its work.</summary>
    Ready,

    /// <summary>Everything below <c>/v1</c>.</summary>
    V1,

    /// <summary><c>GET /openapi/v1.json</c>.</summary>
    OpenApi,
}
