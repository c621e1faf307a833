namespace ValidationZone.Authority.Zone;

/// <summary>The fields of one entry of a master file, which parentheses may spread over several lines.</summary>
internal sealed class ZoneFileEntry
{
    /// <summary>The fields in order; at least one unless the entry is broken.</summary>
    internal List<ZoneFileToken> Tokens { get; } = [];

    /// <summary>Whether the entry starts with a blank, and so belongs to the owner before it.</summary>
    internal bool StartsBlank { get; set; }

    /// <summary>Whether the scanner has reported a problem in it, so that its fields mean nothing.</summary>
    internal bool IsBroken { get; set; }

    /// <summary>Just behind the last field: where a missing one would stand.</summary>
    internal ZoneFilePosition End { get; set; }

    internal void Clear()
    {
        Tokens.Clear();
        StartsBlank = false;
        IsBroken = false;
    }
}
