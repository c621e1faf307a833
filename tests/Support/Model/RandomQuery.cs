namespace ValidationZone.Tests.Support.Model;

/// <summary>Questions about a zone: its names and those around them, in every letter case, type and form.</summary>
public sealed class RandomQuery
{
    private static readonly string[] CommonTypes =
        ["TXT", "TXT", "TXT", "A", "AAAA", "CAA", "NS", "SOA", "CNAME", "MX", "DS", "DNSKEY", "HTTPS", "SVCB", "PTR"];

    private static readonly string[] RareTypes =
    [
        "ANY", "AXFR", "IXFR", "MAILA", "MAILB", "OPT", "TKEY", "TSIG", "NXNAME", "RRSIG", "NSEC", "HINFO", "SRV",
        "TYPE0", "TYPE666", "TYPE1000", "TYPE65535",
    ];

    private static readonly ushort[] Sizes = [0, 1, 511, 512, 513, 600, 800, 1000, 1231, 1232, 1233, 4096, 65535];
    private static readonly ushort[] Options = [0, 3, 8, 9, 10, 100, 65001, 65535];
    private readonly Random _random;
    private readonly ModelZone _zone;
    private readonly string[] _names;

    public RandomQuery(RandomZone zone, int seed)
    {
        _random = new Random(seed);
        _zone = zone.Model;
        _names = [.. zone.Model.Names, .. zone.Deleted, .. zone.Subdomains.Keys, zone.Model.Apex];
    }

    /// <summary>Makes one question.</summary>
    public ModelQuery Next()
    {
        byte[] qname = MixCase(WireName.ToOctets(NextName()));
        var query = new ModelQuery { QName = qname, Type = NextType(), Id = (ushort)_random.Next(65536) };
        query = query with { Class = NextClass(), FlagBits = NextFlags(), Flaw = NextFlaw() };
        return _random.Next(3) == 0 ? query : AddEdns(query);
    }

    private ModelQuery AddEdns(ModelQuery query) => query with
    {
        EdnsSize = _random.Next(2) == 0 ? (ushort)1232 : Sizes[_random.Next(Sizes.Length)],
        EdnsVersion = _random.Next(40) == 0 ? (byte)_random.Next(1, 256) : (byte)0,
        EdnsFlags = _random.Next(3) switch { 0 => 0, 1 => 0x8000, _ => (ushort)_random.Next(65536) },
        EdnsOptions = [.. Options.Where(_ => _random.Next(12) == 0)],
    };

    private string NextName()
    {
        string name = Pick(_names);
        string parent = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return _random.Next(16) switch
        {
            < 7 => name,
            7 => NextLabel() + name,
            8 => "_acme-challenge.foo." + name,
            9 => parent.Length == 0 ? "." : parent,
            10 => NextLabel() + parent,
            11 => "x" + _zone.Apex,
            12 => name[..name.IndexOf('.', StringComparison.Ordinal)] + ".example.",
            13 => Filled(name),
            14 => Pick("*", "_validation-persist", "\\255", "a\\046b", "\\\\") + "." + _zone.Apex,
            _ => Pick(".", "net.", "example.net.", "test.", _zone.Apex + "evil.", "version.bind."),
        };
    }

    private string NextLabel() => Pick("a.", "b.", "www.", "static.", "0.", "\\000.", "*.");

    /// <summary>Labels in front until the name has 255 octets, which is as long as a name gets.</summary>
    private static string Filled(string name)
    {
        int left = 255 - WireName.ToOctets(name).Length;
        for (; left > 64; left -= 10)
            name = "filling-9." + name;

        return left < 2 ? name : new string('y', left - 1) + "." + name;
    }

    private string NextType()
    {
        string type = _random.Next(10) switch
        {
            < 8 => Pick(CommonTypes),
            8 => Pick(RareTypes),
            _ => $"TYPE{_random.Next(65536)}",
        };
        return DnsMnemonics.TypeWord(DnsMnemonics.TypeNumber(type));
    }

    private ushort NextClass() => _random.Next(40) switch
    {
        0 => 3,
        1 => 255,
        2 => (ushort)_random.Next(65536),
        _ => ModelQuery.ClassInternet,
    };

    /// <summary>Any flag; now and then another opcode, or QR.</summary>
    private ushort NextFlags() => _random.Next(60) switch
    {
        0 => (ushort)_random.Next(65536),
        < 20 => (ushort)(_random.Next(65536) & 0x07F0),
        < 40 => 0x0100,
        _ => 0,
    };

    private QueryFlaw NextFlaw() => _random.Next(60) == 0
        ? Enum.GetValues<QueryFlaw>()[_random.Next(Enum.GetValues<QueryFlaw>().Length)]
        : QueryFlaw.None;

    private string Pick(params string[] words) => words[_random.Next(words.Length)];

    private byte[] MixCase(byte[] name)
    {
        if (_random.Next(2) == 0)
            return name;

        for (int i = 0; i < name.Length; i++)
        {
            bool isLetter = (name[i] & 0xDF) is >= 'A' and <= 'Z' && name[i] > 63;
            if (isLetter && _random.Next(2) == 0)
                name[i] ^= 0x20;
        }

        return name;
    }
}
