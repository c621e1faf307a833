using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>Enters the zone's static records into its table, with aliases and addresses worked out beforehand.</summary>
internal sealed class StaticNames
{
    private readonly DomainName _apex;
    private readonly Dictionary<DomainName, ZoneNode> _nodes = [];
    private readonly Dictionary<DomainName, DomainName> _aliases = [];

    private StaticNames(DomainName apex) => _apex = apex;

    internal static void Enter(ZoneContents contents, RecordTable table)
    {
        var names = new StaticNames(contents.Apex);

        // The short names first: a name with records must not be entered as the empty non-terminal of another.
        IOrderedEnumerable<IGrouping<DomainName, ZoneRecord>> owners = contents.Records
            .GroupBy(record => record.OwnerName)
            .OrderBy(owner => owner.Key.LabelCount);
        foreach (IGrouping<DomainName, ZoneRecord> owner in owners)
            names._nodes[owner.Key] = table.InsertStatic(names.Relative(owner.Key), names.Prepare(owner));

        // All aliases are known before any is followed: a chain may lead to one further down the file.
        foreach (ZoneRecord record in contents.Records.Where(record => record.Type == RecordType.Cname))
            names._aliases[record.OwnerName] = ReadTarget(record);

        foreach (DomainName alias in names._aliases.Keys)
            names._nodes[alias].FindStatic(RecordType.Cname)!.Chain = names.Follow(alias);

        names._nodes[contents.Apex].FindStatic(RecordType.Ns)!.AddressNodes = names.FindServerAddresses(contents);
    }

    private PreparedRRset[] Prepare(IGrouping<DomainName, ZoneRecord> owner) =>
        [.. owner.GroupBy(record => record.Type).Select(set => PreparedRRset.Prepare(set.Key, set, _apex))];

    private AliasChain Follow(DomainName alias)
    {
        var passed = new List<DomainName> { alias };
        DomainName target = _aliases[alias];
        while (_aliases.TryGetValue(target, out DomainName? next))
        {
            // A circle: every alias on it has been listed once, and there is no end to look for.
            if (passed.Contains(target))
                return new AliasChain(ToNodes(passed), Target: null);

            passed.Add(target);
            target = next;
        }

        // The target is kept as a name and looked up with each question: a subdomain may be registered there later.
        return new AliasChain(ToNodes(passed), target.IsAtOrBelow(_apex) ? Relative(target) : null);
    }

    private ZoneNode[] ToNodes(List<DomainName> passed) => [.. passed.Skip(1).Select(name => _nodes[name])];

    private ZoneNode[] FindServerAddresses(ZoneContents contents) =>
        [.. contents.Records
            .Where(record => record.Type == RecordType.Ns && record.OwnerName.Equals(_apex))
            .Select(record => _nodes.GetValueOrDefault(ReadTarget(record)))
            .OfType<ZoneNode>()
            .Distinct()];

    private static DomainName ReadTarget(ZoneRecord record) =>
        DomainName.TryFromWire(record.Rdata.Span, out DomainName? target)
            ? target
            : throw new ArgumentException($"{record.Type} at {record.OwnerName} does not hold a name", nameof(record));

    private byte[] Relative(DomainName name)
    {
        var folded = new byte[name.Wire.Length - _apex.Wire.Length];
        NameReader.FoldCase(name.Wire[..folded.Length], folded);
        return folded;
    }
}
