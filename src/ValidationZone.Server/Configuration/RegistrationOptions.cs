namespace ValidationZone.Server.Configuration;

/// <summary>Section <c>Registration</c>.</summary>
internal sealed class RegistrationOptions
{
    /// <summary><c>open</c>, <c>token</c> or <c>closed</c>; open by default where only loopback gets in.</summary>
    public string? Mode { get; set; }

    /// <summary>After how long without a publication an account is deleted for good; 0 is never.</summary>
    public string? ExpireUnusedAfter { get; set; } = "0";
}
