namespace ValidationZone.Server.Configuration;

/// <summary>Section <c>Registration</c>.</summary>
internal sealed class RegistrationOptions
{
    /// <summary><c>open</c>, <c>token</c> or <c>closed</c>; not set means open when only loopback can reach the API.</summary>
    public string? Mode { get; set; }
}
