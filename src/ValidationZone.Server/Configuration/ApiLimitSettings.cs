namespace ValidationZone.Server.Configuration;

/// <summary>How often the API may be asked; 0 for as often as one likes.</summary>
/// <param name="RegistrationsPerPrefixPerHour">Registrations without a token, in any hour.</param>
/// <param name="RegistrationsPerPrefixPerDay">Registrations without a token, in any day.</param>
/// <param name="FailedAuthPerPrefixPerMinute">Failed authentications, in any minute.</param>
/// <param name="UpdatesPerCredentialPerMinute">Changes by one credential, in any minute.</param>
internal sealed record ApiLimitSettings(
    int RegistrationsPerPrefixPerHour,
    int RegistrationsPerPrefixPerDay,
    int FailedAuthPerPrefixPerMinute,
    int UpdatesPerCredentialPerMinute);
