using System.Globalization;
using System.Net;
using System.Text;
using ValidationZone.Tests.Support;

namespace ValidationZone.Delegation.Tests.Scripted;

/// <summary>One record, with RDATA of the test's choice.</summary>
internal sealed record ScriptedRecord(string Owner, string Type, byte[] Rdata, uint Ttl = 60)
{
    private const int NumbersOfSoa = 20;

    /// <summary>The name that CNAME or NS RDATA is.</summary>
    public string Name
    {
        get
        {
            int at = 0;
            return WireName.Read(Rdata, ref at);
        }
    }

    /// <summary>Reads <c>owner TYPE value</c>; of a SOA the value is its negative TTL and serial.</summary>
    public static ScriptedRecord Parse(string line)
    {
        string[] words = line.Split(' ', 3);
        return new ScriptedRecord(words[0].ToLowerInvariant(), words[1], Octets(words[1], words[2]));
    }

    public byte[] ToOctets() =>
    [
        .. WireName.ToOctets(Owner), .. Number(DnsMnemonics.TypeNumber(Type)), 0, 1,
        (byte)(Ttl >> 24), (byte)(Ttl >> 16), (byte)(Ttl >> 8), (byte)Ttl, .. Number(Rdata.Length), .. Rdata,
    ];

    internal static byte[] Number(int number) => [(byte)(number >> 8), (byte)number];

    private static byte[] Octets(string type, string value) => type switch
    {
        "A" or "AAAA" => IPAddress.Parse(value).GetAddressBytes(),
        "NS" or "CNAME" => WireName.ToOctets(value),
        "SOA" => Soa(value.Split(' ')),
        "TXT" => [(byte)value.Length, .. Encoding.ASCII.GetBytes(value)],
        "CAA" => Caa(value.Split(' ', 3)),
        _ => Encoding.ASCII.GetBytes(value),
    };

    private static byte[] Soa(string[] words)
    {
        var numbers = new byte[NumbersOfSoa];
        Number(int.Parse(words[1], CultureInfo.InvariantCulture)).CopyTo(numbers, 2);
        Number(int.Parse(words[0], CultureInfo.InvariantCulture)).CopyTo(numbers, NumbersOfSoa - 2);
        return [0, 0, .. numbers];
    }

    private static byte[] Caa(string[] words) =>
    [
        byte.Parse(words[0], CultureInfo.InvariantCulture), (byte)words[1].Length, .. Encoding.ASCII.GetBytes(words[1]),
        .. Encoding.Latin1.GetBytes(words[2]),
    ];
}
