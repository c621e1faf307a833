namespace ValidationZone.Delegation.Report;

/// <summary>What all findings together mean.</summary>
public enum CheckVerdict
{
    /// <summary>An authority would see the value; there may be warnings.</summary>
    Works,

    /// <summary>At least one finding is an error.</summary>
    Fails,

    /// <summary>No error was found, but not everything could be looked at.</summary>
    Unknown,
}
