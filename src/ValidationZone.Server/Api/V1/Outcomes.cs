using ValidationZone.Accounts;

namespace ValidationZone.Server.Api.V1;

/// <summary>What outcomes that are no success mean to the client.</summary>
internal static class Outcomes
{
    /// <summary>Of a registration.</summary>
    internal static Problem ProblemOf(RegistrationOutcome outcome) => outcome switch
    {
        RegistrationOutcome.TokenSpent => ProblemCodes.TokenSpent,
        RegistrationOutcome.NameTaken => ProblemCodes.NameTaken,
        RegistrationOutcome.Full => ProblemCodes.TooManyNames,
        RegistrationOutcome.KeyReused => ProblemCodes.IdempotencyKeyReused,
        RegistrationOutcome.StorageUnavailable => ProblemCodes.StorageUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "this outcome is no problem"),
    };

    /// <summary>Of an administrator's change.</summary>
    internal static Problem ProblemOf(AdministeredOutcome outcome) => outcome switch
    {
        AdministeredOutcome.NotFound => ProblemCodes.NotFound,
        AdministeredOutcome.TooManyCredentials => ProblemCodes.TooManyCredentials,
        AdministeredOutcome.KeyReused => ProblemCodes.IdempotencyKeyReused,
        AdministeredOutcome.StorageUnavailable => ProblemCodes.StorageUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "this outcome is no problem"),
    };

    /// <summary>Of a change of values.</summary>
    internal static Problem ProblemOf(UpdateOutcome outcome) => outcome switch
    {
        // The credential was removed after it had been recognised.
        UpdateOutcome.Forbidden => ProblemCodes.Unauthenticated,
        UpdateOutcome.NotServed => ProblemCodes.NameNotServed,
        UpdateOutcome.NameFull => ProblemCodes.TooManyValues,
        UpdateOutcome.StorageUnavailable => ProblemCodes.StorageUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "this outcome is no problem"),
    };
}
