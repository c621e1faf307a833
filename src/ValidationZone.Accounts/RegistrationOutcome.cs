namespace ValidationZone.Accounts;

/// <summary>Everything that can happen to a registration.</summary>
public enum RegistrationOutcome
{
    /// <summary>The account is durable, and its name exists in DNS.</summary>
    Created,

    /// <summary>The operator token was revoked, has expired or is used up; nothing was created.</summary>
    TokenSpent,

    /// <summary>The store could not commit; nothing was created.</summary>
    StorageUnavailable,
}
