namespace ValidationZone.Accounts;

/// <summary>How the first use of an imported key ended.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Credential">The proof, when it was accepted.</param>
public readonly record struct KeyTrial(KeyTrialOutcome Outcome, AuthenticatedCredential? Credential = null);
