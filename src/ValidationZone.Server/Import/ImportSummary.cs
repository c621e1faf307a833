using ValidationZone.Storage.AcmeDns;

namespace ValidationZone.Server.Import;

/// <summary>Everything that an import has to say in the end.</summary>
/// <param name="From">Where the accounts come from.</param>
/// <param name="IsDry">Whether nothing was changed.</param>
/// <param name="IsInterrupted">Whether it was ended before its end.</param>
/// <param name="Accounts">What became of the accounts.</param>
/// <param name="Zone">What became of the static records; <see langword="null"/> without a configuration.</param>
internal sealed record ImportSummary(
    string From, bool IsDry, bool IsInterrupted, AcmeDnsReport Accounts, ZoneOutcome? Zone)
{
    /// <summary>Whether everything that was there is here now.</summary>
    internal bool IsComplete =>
        !IsInterrupted && Accounts.SkippedCount == 0
        && Zone is null or { OtherApex: null, Zone: { Problem: null, Refused.Count: 0 } };
}
