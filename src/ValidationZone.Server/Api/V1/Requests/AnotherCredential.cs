using System.Text.Json.Serialization;

namespace ValidationZone.Server.Api.V1.Requests;

/// <summary>The body of <c>POST /v1/subdomains/{name}/credentials</c>.</summary>
internal sealed class AnotherCredential
{
    /// <summary>Whether there is anything in it that a credential may not decide for its successor.</summary>
    internal bool HasTerms => AllowFrom is not null || Expires is not null;

    /// <summary>The operator's own words about it.</summary>
    public string? Note { get; set; }

    /// <summary>The addresses from which it may be used.</summary>
    [JsonPropertyName("allowfrom")]
    public string[]? AllowFrom { get; set; }

    /// <summary>When it ceases to work.</summary>
    public string? Expires { get; set; }
}
