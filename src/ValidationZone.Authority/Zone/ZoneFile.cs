using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>Loads a zone from a master file (RFC 1035 §5).</summary>
public static class ZoneFile
{
    /// <summary>Reads and checks a master file.</summary>
    /// <param name="path">The file; also how errors name it.</param>
    /// <param name="apex">The top of the zone and the first origin.</param>
    /// <exception cref="ZoneFileException">
    /// The file cannot be read or is not a valid zone; every problem is listed with file, line and column.
    /// </exception>
    public static ZoneContents Load(string path, DomainName apex) => throw new NotImplementedException();

    /// <summary>Reads and checks a master file that is already in memory.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="path">How errors name it.</param>
    /// <param name="apex">The top of the zone and the first origin.</param>
    /// <exception cref="ZoneFileException">As for <see cref="Load"/>.</exception>
    public static ZoneContents Parse(string text, string path, DomainName apex) => throw new NotImplementedException();
}
