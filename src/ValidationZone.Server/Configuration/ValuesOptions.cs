namespace ValidationZone.Server.Configuration;

/// <summary>Section <c>Values</c>.</summary>
internal sealed class ValuesOptions
{
    /// <summary>How long after its last publication a value vanishes.</summary>
    public string? Lifetime { get; set; } = "24h";

    /// <summary>The most live values that one credential may have.</summary>
    public string? PerCredential { get; set; } = "8";

    /// <summary>The most live values at one name.</summary>
    public string? PerName { get; set; } = "16";
}
