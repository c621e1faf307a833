namespace ValidationZone.Accounts;

/// <summary>What became of the first use of an imported key.</summary>
public enum KeyTrialOutcome
{
    /// <summary>It is not the key, or the credential does not work from there.</summary>
    Refused,

    /// <summary>It is the key, and the next use takes no bcrypt.</summary>
    Accepted,

    /// <summary>Nobody has looked: too many are waiting, or the username had too many wrong keys of late.</summary>
    Busy,

    /// <summary>It is the key, and our hash of it could not be stored.</summary>
    StorageUnavailable,
}
