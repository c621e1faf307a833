using System.Globalization;

namespace ValidationZone.Tests.Support.Model;

/// <summary>
/// The zone as a plain dictionary, and the rules by which it answers, written from the RFCs and from nothing else.
/// </summary>
public sealed class ModelZone(string apex)
{
    private static readonly string[] NeverData = ["OPT", "TKEY", "TSIG", "NXNAME"];
    private static readonly string[] Transfers = ["AXFR", "IXFR"];
    private static readonly string[] Mailboxes = ["MAILA", "MAILB"];

    // A registered subdomain without a value stands here with an empty list; an empty non-terminal does not.
    private readonly Dictionary<string, List<ModelRecord>> _names = new(StringComparer.Ordinal);

    public string Apex { get; } = apex;

    public IReadOnlyCollection<string> Names => _names.Keys;

    public void Register(string name) => _names.TryAdd(name, []);

    public void Add(ModelRecord record)
    {
        Register(record.OwnerName);
        _names[record.OwnerName].Add(record);
    }

    public IReadOnlyList<ModelRecord> At(string name) => _names.GetValueOrDefault(name) ?? [];

    /// <summary>A name exists when it or any name below it is there (RFC 8020 §2).</summary>
    public bool Exists(string name) =>
        _names.ContainsKey(name) || _names.Keys.Any(known => known.EndsWith("." + name, StringComparison.Ordinal));

    public bool IsInside(string name) => name == Apex || name.EndsWith("." + Apex, StringComparison.Ordinal);

    /// <summary>The reply that the rules call for; <see langword="null"/> for silence.</summary>
    public ModelReply? Answer(ModelQuery query)
    {
        if (query.IsResponse)
            return null;

        if (query.Opcode != 0)
            return ModelReply.Bare("NOTIMP");

        return query.Flaw == QueryFlaw.None ? Decide(query) : ModelReply.Bare("FORMERR");
    }

    private ModelReply Decide(ModelQuery query)
    {
        if (query.EdnsVersion != 0 && query.EdnsSize is not null)
            return ModelReply.Error("BADVERS");

        if (query.Class != ModelQuery.ClassInternet)
            return ModelReply.Error("REFUSED", 20, 21) with { MayBeUnexplained = true };

        if (NeverData.Contains(query.Type))
            return ModelReply.Error("FORMERR", 30);

        bool isInside = IsInside(query.Name);
        if (Transfers.Contains(query.Type))
            return isInside ? ModelReply.Error("REFUSED", 18) : ModelReply.Error("REFUSED", 18, 20);

        if (Mailboxes.Contains(query.Type))
            return ModelReply.Error("NOTIMP", 21, 30) with { MayBeUnexplained = true };

        return isInside ? Follow(query.Name, query.Type) : ModelReply.Error("REFUSED", 20);
    }

    /// <summary>Goes from alias to alias (RFC 1034 §4.3.2); the end of the chain decides (RFC 6604 §3).</summary>
    private ModelReply Follow(string qname, string type)
    {
        var answer = new List<ModelRecord>();
        var passed = new HashSet<string>(StringComparer.Ordinal);
        string name = qname;
        while (IsInside(name) && passed.Add(name))
        {
            if (!Exists(name))
                return Negative("NXDOMAIN", answer);

            ModelRecord[] found = [.. At(name).Where(record => record.Type == type)];
            if (found.Length > 0)
                return Positive([.. answer, .. found], type == "NS" ? Addresses(found) : []);

            if (At(name).SingleOrDefault(record => record.Type == "CNAME") is not { } alias)
            {
                bool isAny = type == "ANY" && At(name).Count > 0;
                return isAny ? Positive([AnyRecord(name)], []) : Negative("NOERROR", answer);
            }

            answer.Add(alias);
            if (type == "ANY")
                break;

            name = alias.Rdata;
        }

        return Positive(answer, []);
    }

    private static ModelReply Positive(IReadOnlyList<ModelRecord> answer, IReadOnlyList<ModelRecord> additional) =>
        new("NOERROR") { IsAuthoritative = true, Answer = answer, Additional = additional };

    /// <summary>The SOA with the smaller of its TTL and its MINIMUM (RFC 2308 §3, §5).</summary>
    private ModelReply Negative(string rcode, IReadOnlyList<ModelRecord> answer)
    {
        ModelRecord soa = At(Apex).Single(record => record.Type == "SOA");
        uint minimum = uint.Parse(soa.Rdata.Split(' ')[^1], CultureInfo.InvariantCulture);
        return new ModelReply(rcode)
        {
            IsAuthoritative = true,
            Answer = answer,
            Authority = [soa with { TtlSeconds = Math.Min(soa.TtlSeconds, minimum) }],
        };
    }

    private ModelRecord[] Addresses(IEnumerable<ModelRecord> servers) =>
        [.. servers.SelectMany(server => At(server.Rdata)).Where(record => record.Type is "A" or "AAAA").Distinct()];

    private static ModelRecord AnyRecord(string name) => new(name, "HINFO", 3600, "\"RFC8482\" \"\"");
}
