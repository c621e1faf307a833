namespace ValidationZone.Accounts;

/// <summary>Everything that a store can decide about a subdomain that comes from elsewhere.</summary>
public enum ImportVerdict
{
    /// <summary>It is durable, with its credentials and values.</summary>
    Imported,

    /// <summary>It is here already with the same usernames: an import may be repeated. Nothing of it changed.</summary>
    AlreadyThere,

    /// <summary>The name, or one of the usernames, belongs to another account.</summary>
    NameTaken,

    /// <summary>The name was deleted or one of the credentials revoked; neither is ever given out again.</summary>
    Deleted,
}
