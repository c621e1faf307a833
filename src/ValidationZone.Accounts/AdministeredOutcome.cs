namespace ValidationZone.Accounts;

/// <summary>Everything that can come of an administrator's change.</summary>
public enum AdministeredOutcome
{
    /// <summary>The change is durable, and everyone here sees it.</summary>
    Done,

    /// <summary>There is no such subdomain, or no such credential there; nothing changed.</summary>
    NotFound,

    /// <summary>The subdomain has as many credentials as it may have; nothing changed.</summary>
    TooManyCredentials,

    /// <summary>The same request was done before; its reply comes with this.</summary>
    Repeated,

    /// <summary>Another request has used the same idempotency key; nothing changed.</summary>
    KeyReused,

    /// <summary>The store could not commit; nothing changed.</summary>
    StorageUnavailable,
}
