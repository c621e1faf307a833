namespace ValidationZone.Wire;

/// <summary>The class of a record or question (RFC 6895 §3.2).</summary>
public enum RecordClass : ushort
{
    /// <summary>The Internet.</summary>
    Internet = 1,

    /// <summary>CHAOS, used here only for identity names.</summary>
    Chaos = 3,

    /// <summary>NONE, a meta-class.</summary>
    None = 254,

    /// <summary>ANY, a question for every class and a meta-class.</summary>
    Any = 255,
}
