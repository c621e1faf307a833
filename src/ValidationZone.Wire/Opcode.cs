namespace ValidationZone.Wire;

/// <summary>What kind of request a message carries (RFC 6895 §2.2).</summary>
public enum Opcode : byte
{
    /// <summary>An ordinary question (RFC 1035 §4.1.1).</summary>
    Query = 0,

    /// <summary>A primary telling a secondary that a zone changed (RFC 1996).</summary>
    Notify = 4,

    /// <summary>A change to zone data (RFC 2136).</summary>
    Update = 5,
}
