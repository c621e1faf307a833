using System.Globalization;
using System.Net;
using System.Text;

namespace ValidationZone.Tests.Support.Model;

/// <summary>A zone made from a seed: static records, and subdomains that hold values, hold none, or are gone.</summary>
public sealed class RandomZone
{
    private static readonly string[] Labels =
    [
        "a", "b", "c", "www", "api", "static", "_acme-challenge", "_dmarc", "ns1", "0", "x--y", "sp\\032ace",
        "\\200high", "dot\\046ted", "nul\\000", "a-label-that-is-as-long-as-a-label-can-be-and-not-an-octet-more",
    ];

    private static readonly string[] Outside = ["www.example.org.", "ns.example.com.", "example.net.", "."];

    private readonly Random _random;
    private readonly List<ModelRecord> _static = [];
    private readonly Dictionary<string, string[]> _subdomains = new(StringComparer.Ordinal);

    public RandomZone(string apex, int seed)
        : this(new ModelZone(apex), seed)
    {
        AddApex();
        AddStaticNames(_random.Next(4, 24));
        AddAliases(_random.Next(2, 12));
    }

    private RandomZone(ModelZone model, int seed)
    {
        _random = new Random(seed);
        Model = model;
    }

    public ModelZone Model { get; }

    /// <summary>Subdomains with their values, none for some.</summary>
    public IReadOnlyDictionary<string, string[]> Subdomains => _subdomains;

    /// <summary>Subdomains that were registered once and are no more.</summary>
    public List<string> Deleted { get; } = [];

    /// <summary>The static records as an operator would write them.</summary>
    public string MasterFile => string.Concat(_static.Select(record => Line(record) + "\n"));

    /// <summary>All records, for a server that knows no subdomains; a name without records gets one of a type that
    /// nobody asks for.</summary>
    public string WholeMasterFile => MasterFile + string.Concat(Model.Names.Select(DynamicLines));

    public static string Line(ModelRecord record) => string.Create(
        CultureInfo.InvariantCulture, $"{record.OwnerName} {record.TtlSeconds} IN {record.Type} {record.Rdata}");

    /// <summary>A zone with exactly these static records.</summary>
    public static RandomZone Of(string apex, IEnumerable<ModelRecord> records)
    {
        var zone = new RandomZone(new ModelZone(apex), seed: 0);
        foreach (ModelRecord record in records)
            zone.AddStatic(record);

        return zone;
    }

    /// <summary>Invents subdomains of one and several labels, some of which are gone again.</summary>
    public void AddSubdomains(int count, uint ttl)
    {
        for (int i = 0; i < count; i++)
        {
            string name = NewName();
            if (name.Length == 0)
                continue;

            if (_random.Next(5) == 0)
                Deleted.Add(name);
            else
                AddSubdomain(name, [.. Enumerable.Range(0, _random.Next(17)).Select(_ => NewValue())], ttl);
        }
    }

    public void AddSubdomain(string name, string[] values, uint ttl)
    {
        _subdomains.Add(name, values);
        Model.Register(name);
        foreach (string value in values)
            Model.Add(new ModelRecord(name, "TXT", ttl, $"\"{value}\""));
    }

    /// <summary>A value as ACME clients publish them: 43 characters of base64url.</summary>
    public string NewValue()
    {
        var octets = new byte[32];
        _random.NextBytes(octets);
        return Convert.ToBase64String(octets).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    public override string ToString()
    {
        var text = new StringBuilder(MasterFile);
        foreach ((string name, string[] values) in _subdomains)
            text.Append(CultureInfo.InvariantCulture, $"; registered {name} {string.Join(' ', values)}\n");

        return text.Append(CultureInfo.InvariantCulture, $"; deleted {string.Join(' ', Deleted)}\n").ToString();
    }

    private string DynamicLines(string name)
    {
        if (!_subdomains.ContainsKey(name))
            return "";

        return Model.At(name).Count == 0
            ? $"{name} 60 IN TYPE65280 \\# 1 00\n"
            : string.Concat(Model.At(name).Select(record => Line(record) + "\n"));
    }

    private void AddApex()
    {
        string soa = $"ns1.{Model.Apex} hostmaster.{Model.Apex} 1 3600 600 86400 {_random.Next(0, 12)}";
        AddStatic(new ModelRecord(Model.Apex, "SOA", (uint)_random.Next(1, 20), soa));
        AddSet(Model.Apex, "NS", _random.Next(1, 5), i => i == 0 ? "ns1." + Model.Apex : Server(i));
        foreach (ModelRecord server in Model.At(Model.Apex).Where(record => record.Type == "NS").ToArray())
            AddServerAddress(server.Rdata);

        for (int i = _random.Next(3); i > 0; i--)
            AddSet(Model.Apex, Pick("A", "AAAA", "CAA", "TXT", "MX"));
    }

    /// <summary>A server inside the zone has an address there, or nobody could reach it.</summary>
    private void AddServerAddress(string server)
    {
        if (Model.IsInside(server))
            AddSet(server, Pick("A", "AAAA"));
    }

    private string Server(int i) => _random.Next(3) == 0 ? Pick(Outside[..3]) : $"ns{i}.{Model.Apex}";

    private void AddStaticNames(int count)
    {
        for (; count > 0; count--)
        {
            string name = _random.Next(4) == 0 ? $"ns{_random.Next(1, 5)}.{Model.Apex}" : NewName();
            for (int sets = _random.Next(1, 4); sets > 0 && name.Length > 0; sets--)
                AddSet(name, Pick("A", "AAAA", "CAA", "TXT", "MX", "A", "TXT"));
        }
    }

    /// <summary>Aliases to names with data, to each other, to nothing, out of the zone, and to themselves.</summary>
    private void AddAliases(int count)
    {
        IEnumerable<string> thought = Enumerable.Range(0, count).Select(_ => NewName());
        string[] names = [.. thought.Where(name => name.Length > 0).Distinct()];
        foreach (string name in names)
        {
            string target = _random.Next(8) switch
            {
                0 => Pick(Outside),
                1 => "nothing.here." + Model.Apex,
                2 => Model.Apex,
                3 or 4 or 5 => Pick(names),
                _ => Model.Names.ElementAt(_random.Next(Model.Names.Count)),
            };
            AddStatic(new ModelRecord(name, "CNAME", Ttl(), target));
        }
    }

    private void AddSet(string name, string type) =>
        AddSet(name, type, _random.Next(6) == 0 ? _random.Next(2, 30) : _random.Next(1, 3), _ => Rdata(type));

    private void AddSet(string name, string type, int count, Func<int, string> rdata)
    {
        if (Model.At(name).Any(record => record.Type == type))
            return;

        uint ttl = Ttl();
        foreach (string text in Enumerable.Range(0, count).Select(rdata).Distinct())
            AddStatic(new ModelRecord(name, type, ttl, text));
    }

    private void AddStatic(ModelRecord record)
    {
        _static.Add(record);
        Model.Add(record);
    }

    private string Rdata(string type) => type switch
    {
        "A" => Address(4),
        "AAAA" => Address(16),
        "MX" => $"{_random.Next(100)} {(_random.Next(2) == 0 ? "mail." + Model.Apex : Pick(Outside))}",
        "CAA" => $"{_random.Next(2) * 128} {Pick("issue", "issuewild")} \"ca{_random.Next(99)}.example\"",
        _ => string.Join(' ', Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Text())),
    };

    private string Text() =>
        '"' + new string((char)('a' + _random.Next(26)), _random.Next(255)) + (_random.Next(4) == 0 ? "\\000\"" : "\"");

    private string Address(int length)
    {
        var octets = new byte[length];
        _random.NextBytes(octets);
        return new IPAddress(octets).ToString();
    }

    private string Pick(params string[] words) => words[_random.Next(words.Length)];

    private uint Ttl() => (uint)_random.Next(0, 5000);

    /// <summary>A name that holds nothing yet; empty when the one thought of is taken.</summary>
    private string NewName()
    {
        var name = new StringBuilder(Model.Apex);
        for (int labels = 1 + (_random.Next(8) / 3); labels > 0; labels--)
            name.Insert(0, Pick(Labels) + ".");

        bool isTaken = Model.Names.Contains(name.ToString()) || Deleted.Contains(name.ToString());
        return isTaken ? "" : name.ToString();
    }
}
