namespace ValidationZone.Accounts;

/// <summary>Everything that can happen to a change of a subdomain's values.</summary>
public enum UpdateOutcome
{
    /// <summary>The change is durable and served.</summary>
    Done,

    /// <summary>The credential or its subdomain was removed while the request was under way; nothing changed.</summary>
    Forbidden,

    /// <summary>The zone has no place for the name: nobody would see the change, so nothing changed.</summary>
    NotServed,

    /// <summary>The name is full of values that other credentials have just published; nothing changed.</summary>
    NameFull,

    /// <summary>The store could not commit; nothing changed.</summary>
    StorageUnavailable,
}
