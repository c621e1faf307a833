namespace ValidationZone.Authority.Zone;

/// <summary>A place in a master file, counted from 1; a tab is one column.</summary>
internal readonly record struct ZoneFilePosition(int Line, int Column) : IComparable<ZoneFilePosition>
{
    /// <summary>Where problems of the file as a whole are reported.</summary>
    internal static ZoneFilePosition Start { get; } = new(1, 1);

    /// <inheritdoc/>
    public int CompareTo(ZoneFilePosition other) =>
        Line == other.Line ? Column.CompareTo(other.Column) : Line.CompareTo(other.Line);
}
