namespace ValidationZone.Server.Configuration;

/// <summary>Section <c>Registration</c>.</summary>
internal sealed class RegistrationOptions
{
    /// <summary><c>open</c>, <c>token</c> or <c>closed</c>; open by default where only loopback gets in.</summary>
    public string? Mode { get; set; }
}
