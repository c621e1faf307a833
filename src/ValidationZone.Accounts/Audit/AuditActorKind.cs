namespace ValidationZone.Accounts.Audit;

/// <summary>What somebody had to prove who they were.</summary>
public enum AuditActorKind
{
    /// <summary>Nothing, or nothing that was right.</summary>
    Anonymous,

    /// <summary>The key of a credential.</summary>
    Credential,

    /// <summary>An operator token.</summary>
    Token,

    /// <summary>Access to the machine.</summary>
    CommandLine,

    /// <summary>Nobody asked: the server did it by itself.</summary>
    Server,
}
