namespace ValidationZone.Accounts.Audit;

/// <summary>What an audit entry tells of; the words in the file are those of <see cref="AuditWords"/>.</summary>
public enum AuditAction
{
    /// <summary>A subdomain was to be created, with its first credential.</summary>
    SubdomainRegistered,

    /// <summary>The note of a subdomain, or whether it is enabled, was to be changed.</summary>
    SubdomainChanged,

    /// <summary>A subdomain was to be deleted for good.</summary>
    SubdomainDeleted,

    /// <summary>A subdomain went because nobody had used it for long.</summary>
    SubdomainExpired,

    /// <summary>A credential was to be added to a subdomain.</summary>
    CredentialAdded,

    /// <summary>The terms of a credential were to be changed.</summary>
    CredentialChanged,

    /// <summary>A credential was to be revoked.</summary>
    CredentialRemoved,

    /// <summary>A credential was to have a new key.</summary>
    KeyRotated,

    /// <summary>A value was to be published, or refreshed.</summary>
    ValuePublished,

    /// <summary>A value was to be removed.</summary>
    ValueRemoved,

    /// <summary>An operator token was to be made.</summary>
    TokenCreated,

    /// <summary>An operator token was to be revoked.</summary>
    TokenRevoked,

    /// <summary>A client put an account into the account storage.</summary>
    AccountKept,

    /// <summary>A client took an account, with its key, out of the account storage.</summary>
    AccountFetched,

    /// <summary>Accounts of another server were to be taken over.</summary>
    AccountsImported,

    /// <summary>Accounts were written to a file.</summary>
    AccountsExported,

    /// <summary>The store was copied.</summary>
    BackupMade,

    /// <summary>A request came without what proves who is asking.</summary>
    AuthenticationRefused,

    /// <summary>So many refusals of unknown callers have no entry of their own.</summary>
    RefusalsCounted,

    /// <summary>So many entries could not be kept.</summary>
    EntriesDropped,
}
