namespace ValidationZone.Server.Api.V1.Requests;

/// <summary>The body of <c>POST /v1/check</c>.</summary>
internal sealed class DomainToCheck
{
    /// <summary>The domain that a certificate is wanted for, such as <c>*.example.org</c>.</summary>
    public required string Domain { get; set; }
}
