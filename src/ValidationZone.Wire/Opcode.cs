namespace ValidationZone.Wire;

/// <summary>What kind of request a message carries (RFC 6895 §2.2).</summary>
public enum Opcode : byte
{
    /// <summary>An ordinary question.</summary>
    Query = 0,

    /// <summary>A primary telling a secondary that a zone changed.</summary>
    Notify = 4,

    /// <summary>A change to zone data.</summary>
    Update = 5,
}
