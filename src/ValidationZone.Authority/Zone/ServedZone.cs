using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>The one zone that this server answers for: its static data and its table of names.</summary>
public sealed class ServedZone
{
    /// <summary>Puts a zone together.</summary>
    /// <param name="contents">The static records, valid as <see cref="ZoneContents"/> promises.</param>
    /// <param name="clock">Tells the time for the SOA serial.</param>
    public ServedZone(ZoneContents contents, TimeProvider clock) => throw new NotImplementedException();

    /// <summary>The top of the zone.</summary>
    public DomainName Apex => throw new NotImplementedException();

    /// <summary>Every name that exists in the zone.</summary>
    public RecordTable Table => throw new NotImplementedException();
}
