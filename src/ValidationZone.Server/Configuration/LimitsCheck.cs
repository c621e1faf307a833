using ValidationZone.Accounts;

namespace ValidationZone.Server.Configuration;

/// <summary>Reads how often the API may be asked, and how much it takes in all.</summary>
/// <param name="problems">Receives every problem.</param>
internal sealed class LimitsCheck(List<string> problems)
{
    private const int MostRequests = 1_000_000;
    private const int MostNames = 100_000_000;
    // An edit writes all of them, and an export has them on one line, whose reader knows a longest one.
    private const int MostCredentials = 64;

    /// <summary>How often.</summary>
    internal ApiLimitSettings ReadRates(LimitsOptions options) => new(
        ReadRate(options.RegistrationsPerPrefixPerHour, nameof(options.RegistrationsPerPrefixPerHour)),
        ReadRate(options.RegistrationsPerPrefixPerDay, nameof(options.RegistrationsPerPrefixPerDay)),
        ReadRate(options.FailedAuthPerPrefixPerMinute, nameof(options.FailedAuthPerPrefixPerMinute)),
        ReadRate(options.UpdatesPerCredentialPerMinute, nameof(options.UpdatesPerCredentialPerMinute)));

    /// <summary>How much.</summary>
    internal AccountCaps ReadCaps(LimitsOptions options) => new(
        WholeNumber.Read(options.Names, "Limits:Names", (0, MostNames), problems),
        // Not 0, which means no limit elsewhere: a registration makes a credential, and here there is always a limit.
        WholeNumber.Read(options.CredentialsPerName, "Limits:CredentialsPerName", (1, MostCredentials), problems));

    private int ReadRate(string? text, string name) =>
        WholeNumber.Read(text, $"Limits:{name}", (0, MostRequests), problems);
}
