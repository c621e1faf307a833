namespace ValidationZone.Accounts;

/// <summary>Everything that can happen to a registration.</summary>
public enum RegistrationOutcome
{
    /// <summary>The account is durable, and its name exists in DNS.</summary>
    Created,

    /// <summary>The operator token was revoked, has expired or is used up; nothing was created.</summary>
    TokenSpent,

    /// <summary>The chosen name exists, or was deleted and is never given out again; nothing was created.</summary>
    NameTaken,

    /// <summary>There are as many names as there may be; nothing was created.</summary>
    Full,

    /// <summary>The same request was done before; its reply comes with this.</summary>
    Repeated,

    /// <summary>Another request has used the same idempotency key; nothing was created.</summary>
    KeyReused,

    /// <summary>The store could not commit; nothing was created.</summary>
    StorageUnavailable,
}
