using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>The one zone that this server answers for: its static data and its table of names.</summary>
/// <remarks>Immutable but for the table. Safe for any number of threads.</remarks>
public sealed class ServedZone
{
    /// <summary>Puts a zone together.</summary>
    /// <param name="contents">The static records, valid as <see cref="ZoneContents"/> promises.</param>
    /// <param name="clock">Tells the time for the SOA serial.</param>
    public ServedZone(ZoneContents contents, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(contents);
        Clock = clock;
        Apex = contents.Apex;
        // Static names before anything else can be published: they may not be taken by a subdomain.
        Table = new RecordTable(Apex, contents.Soa.Serial, clock);
        StaticNames.Enter(contents, Table);
        NegativeSoa = PrepareNegativeSoa(contents);
    }

    /// <summary>The top of the zone.</summary>
    public DomainName Apex { get; }

    /// <summary>Every name that exists in the zone.</summary>
    public RecordTable Table { get; }

    /// <summary>Tells the time for serials and cookies.</summary>
    internal TimeProvider Clock { get; }

    /// <summary>The SOA as it stands in the authority section of a negative answer.</summary>
    internal PreparedRRset NegativeSoa { get; }

    /// <summary>Finds where a QNAME falls.</summary>
    /// <param name="qname">The name in wire form, in any letter case.</param>
    internal Match Locate(ReadOnlySpan<byte> qname)
    {
        if (!NameReader.IsAtOrBelow(qname, Apex.Wire))
            return new Match(MatchKind.OutsideZone);

        // After the test of the zone: names elsewhere are refused even before the table is full.
        if (!Table.IsLoaded)
            return new Match(MatchKind.NotLoaded);

        // The table holds names without the apex, which they all share.
        ReadOnlySpan<byte> name = qname[..^Apex.Wire.Length];
        return NameReader.IsFolded(name) ? LocateFolded(name) : LocateUnfolded(name);
    }

    /// <summary>Finds where a name falls that is already folded and relative to the apex.</summary>
    internal Match LocateFolded(ReadOnlySpan<byte> name) =>
        Table.TryFind(name, out ZoneNode? node) ? new Match(MatchKind.AtName, node) : new Match(MatchKind.Nowhere);

    /// <summary>For resolvers that mix letter case: the copy costs those who do, and nobody else.</summary>
    private Match LocateUnfolded(ReadOnlySpan<byte> name)
    {
        Span<byte> folded = stackalloc byte[DomainName.MaxLengthInOctets];
        NameReader.FoldCase(name, folded);
        return LocateFolded(folded[..name.Length]);
    }

    /// <summary>A negative answer lives as long as the smaller of the SOA's TTL and MINIMUM (RFC 2308 §5).</summary>
    private static PreparedRRset PrepareNegativeSoa(ZoneContents contents)
    {
        ZoneRecord soa = contents.Records.First(record => record.Type == RecordType.Soa);
        uint ttl = Math.Min(soa.TtlSeconds, contents.Soa.MinimumSeconds);
        return PreparedRRset.Prepare(RecordType.Soa, [soa with { TtlSeconds = ttl }], contents.Apex);
    }
}
