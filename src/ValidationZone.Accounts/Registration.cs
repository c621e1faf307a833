namespace ValidationZone.Accounts;

/// <summary>How a registration ended, with the account when there is one.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="Account">
/// The new account; <see langword="null"/> unless the outcome is <see cref="RegistrationOutcome.Created"/>.
/// </param>
/// <param name="Repeated">The octets of the first reply; only when the request was repeated.</param>
public sealed record Registration(
    RegistrationOutcome Outcome, Account? Account, ReadOnlyMemory<byte>? Repeated = null);
