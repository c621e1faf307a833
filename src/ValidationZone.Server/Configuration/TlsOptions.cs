namespace ValidationZone.Server.Configuration;

/// <summary>Section <c>Dns:Tls</c>.</summary>
internal sealed class TlsOptions
{
    /// <summary>Endpoints for DNS over TLS, <c>ADDRESS:PORT</c>; none by default.</summary>
    public string[]? Listen { get; set; }

    /// <summary>A PEM file: the server's own certificate first, then the intermediate ones.</summary>
    public string? Certificate { get; set; }

    /// <summary>A PEM file with the private key, not encrypted; may be the same file.</summary>
    public string? Key { get; set; }
}
