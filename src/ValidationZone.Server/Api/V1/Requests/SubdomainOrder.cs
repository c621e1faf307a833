using System.Text.Json.Serialization;

namespace ValidationZone.Server.Api.V1.Requests;

/// <summary>The body of <c>POST /v1/subdomains</c>.</summary>
internal sealed class SubdomainOrder
{
    /// <summary>A name of the caller's choice; without it, one that nobody can guess.</summary>
    public string? Name { get; set; }

    /// <summary>The operator's own words about it.</summary>
    public string? Note { get; set; }

    /// <summary>The addresses from which its first credential may be used.</summary>
    [JsonPropertyName("allowfrom")]
    public string[] AllowFrom { get; set; } = [];

    /// <summary>When its first credential ceases to work.</summary>
    public string? Expires { get; set; }
}
