namespace ValidationZone.Delegation.Report;

/// <summary>What a finding means for the next certificate.</summary>
public enum FindingSeverity
{
    /// <summary>It works, but less well than it could, or it may stop working.</summary>
    Warning,

    /// <summary>It could not be told; somebody else may see more.</summary>
    Unknown,

    /// <summary>A certificate would not be issued.</summary>
    Error,
}
