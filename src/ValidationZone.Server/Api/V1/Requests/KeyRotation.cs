namespace ValidationZone.Server.Api.V1.Requests;

/// <summary>The body of <c>POST /v1/subdomains/{name}/credentials/{username}/rotate</c>.</summary>
internal sealed class KeyRotation
{
    /// <summary>For how many seconds the present key goes on working.</summary>
    public int Overlap { get; set; }
}
