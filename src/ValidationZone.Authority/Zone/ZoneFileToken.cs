namespace ValidationZone.Authority.Zone;

/// <summary>One field of a master file entry.</summary>
/// <param name="Text">What is written, escapes included, the quotes around it not.</param>
/// <param name="IsQuoted">Whether it stood in quotes, and so is a text and never a keyword or a name.</param>
/// <param name="Position">Where it starts.</param>
internal readonly record struct ZoneFileToken(string Text, bool IsQuoted, ZoneFilePosition Position)
{
    /// <summary>Whether this is the keyword, in any letter case.</summary>
    internal bool Is(string keyword) => !IsQuoted && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}
