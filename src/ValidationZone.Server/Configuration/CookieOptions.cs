namespace ValidationZone.Server.Configuration;

/// <summary>Section <c>Dns:Cookies</c>.</summary>
internal sealed class CookieOptions
{
    /// <summary>32 hexadecimal digits that nodes behind one address share; without it each start makes its own.</summary>
    public string? Secret { get; set; }

    /// <summary>A second secret that is accepted too, while the first one is being changed.</summary>
    public string? StagingSecret { get; set; }
}
