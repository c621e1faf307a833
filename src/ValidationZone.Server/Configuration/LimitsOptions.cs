namespace ValidationZone.Server.Configuration;

/// <summary>Section <c>Limits</c>; 0 means no limit, except for credentials.</summary>
internal sealed class LimitsOptions
{
    /// <summary>Registrations without a token from one source prefix in any hour.</summary>
    public string? RegistrationsPerPrefixPerHour { get; set; } = "60";

    /// <summary>Registrations without a token from one source prefix in any day.</summary>
    public string? RegistrationsPerPrefixPerDay { get; set; } = "500";

    /// <summary>Failed authentications from one source prefix in any minute.</summary>
    public string? FailedAuthPerPrefixPerMinute { get; set; } = "60";

    /// <summary>Changes by one credential in any minute.</summary>
    public string? UpdatesPerCredentialPerMinute { get; set; } = "600";

    /// <summary>The most names.</summary>
    public string? Names { get; set; } = "2000000";

    /// <summary>The most credentials of one name.</summary>
    public string? CredentialsPerName { get; set; } = "16";
}
