namespace ValidationZone.Server.Configuration;

/// <summary>Section <c>Api</c>.</summary>
internal sealed class ApiOptions
{
    /// <summary>Endpoints, <c>http://ADDRESS:PORT</c>.</summary>
    public string[]? Listen { get; set; }

    /// <summary>Endpoints for operators alone, <c>http://ADDRESS:PORT</c>.</summary>
    public string[]? OperatorListen { get; set; }

    /// <summary>A path that a reverse proxy leaves in front of every route.</summary>
    public string? BasePath { get; set; }

    /// <summary>Networks whose forwarding header is believed.</summary>
    public string[]? TrustedProxies { get; set; }

    /// <summary>The forwarding header.</summary>
    public string? ForwardedHeader { get; set; } = "X-Forwarded-For";

    /// <summary>Origins whose pages may call the API.</summary>
    public string[]? CorsOrigins { get; set; }

    /// <summary>Recursive resolvers that are asked for the alias of an account that a client keeps here.</summary>
    public string[]? Resolvers { get; set; }
}
