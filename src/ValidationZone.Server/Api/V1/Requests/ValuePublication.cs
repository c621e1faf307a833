namespace ValidationZone.Server.Api.V1.Requests;

/// <summary>The body of <c>PUT /v1/subdomains/{name}/values/{txt}</c>.</summary>
internal sealed class ValuePublication
{
    /// <summary>How many seconds the value lives; without it, as long as the server is set to.</summary>
    public int? Lifetime { get; set; }
}
