using System.Buffers.Binary;
using System.Text;

namespace ValidationZone.Tests.Support;

/// <summary>Messages made to cost a reader as much as they can, most of them as long as a stream can carry.</summary>
public static class HostileMessages
{
    /// <summary>The longest message of a stream.</summary>
    public const int Longest = ushort.MaxValue;

    private const int HeaderLength = 12;
    private const ushort TypeA = 1;
    private const ushort TypeTxt = 16;
    private const ushort TypeOpt = 41;
    private const ushort ClassIn = 1;

    /// <summary>A pointer has 14 bits.</summary>
    private const int FarthestPointer = 0x3FFF;

    /// <summary>Every kind by name.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = new Dictionary<string, byte[]>
    {
        ["pointer to itself"] = [.. Header(questions: 1), .. Repeat([0xC0, 0x0C], Longest - HeaderLength)],
        ["pointers to one another"] = [.. Header(questions: 1), 0xC0, 0x0E, 0xC0, 0x0C, 0, 16, 0, 1],
        ["chain of 8,000 pointers, walked seven times"] = PointerChain(),
        ["options, 16,000 of them"] = Options([0xFD, 0xE9, 0, 0]),
        ["options, 1,000 of them"] = Options([0xFD, 0xE9, 0, 0], most: 4_000),
        ["identifiers asked for, 16,000 times"] = Options([0, 3, 0, 0]),
        ["cookies, 2,300 of them"] = Options([0, 10, 0, 24, .. new byte[8], 1, .. new byte[15]]),
        ["one option of 65,000 octets"] = Options([0xFD, 0xE9, 0xFD, 0xE8, .. new byte[65_000]]),
        ["counts of 65,535 and nothing behind them"] = Header(0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF),
        ["counts of 65,535 and empty records"] =
            [.. Header(1, 0, 0, 0xFFFF), .. Question(), .. Repeat([0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0], 65_000)],
        ["65,535 questions"] = [.. Header(0xFFFF), .. Repeat(Question(), 65_000)],
        ["one record of 65,000 octets"] =
            [.. Header(1, 0, 0, 1), .. Question(), .. Record(TypeA, new byte[65_000])],
        ["eight records"] =
            [.. Header(1, 0, 0, 8), .. Question(), .. Repeat(Record(TypeA, new byte[8_000]), 8 * 8_011)],
        ["labels without an end"] = [.. Header(questions: 1), .. Repeat([1, (byte)'a'], Longest - HeaderLength)],
        ["octets behind the question"] = [.. Header(questions: 1), .. Question(), .. new byte[65_000]],
        ["ones"] = [.. Header(questions: 1), .. Repeat([0xFF], Longest - HeaderLength)],
        ["zeros"] = new byte[Longest],
        ["opcode 15 and junk"] = [0, 0, 0x78, 0, .. Repeat([0xA5], Longest - 4)],
        ["a reply"] = [0, 0, 0x80, 0, .. Repeat([0xA5], Longest - 4)],
    };

    /// <summary>
    /// A record hides a chain of pointers, each leading to the one before it; seven more records are owned by its end.
    /// </summary>
    private static byte[] PointerChain()
    {
        byte[] start = [.. Header(1, 0, 0, 8), .. Question()];
        int chainStart = start.Length + Record(TypeA, []).Length;
        var chain = new byte[(FarthestPointer - chainStart) / 2 * 2];
        for (int at = 2; at < chain.Length; at += 2)
            BinaryPrimitives.WriteUInt16BigEndian(chain.AsSpan(at), (ushort)(0xC000 | (chainStart + at - 2)));

        byte[] owner = [.. BigEndian((ushort)(0xC000 | (chainStart + chain.Length - 2)))];
        byte[] record = [.. owner, .. Record(TypeA, new byte[6_900]).AsSpan(1)];
        return [.. start, .. Record(TypeA, chain), .. Repeat(record, 7 * record.Length)];
    }

    private static byte[] Options(byte[] option, int most = 65_400)
    {
        byte[] options = Repeat(option, Math.Max(option.Length, most / option.Length * option.Length));
        byte[] record = Record(TypeOpt, options);
        return [.. Header(1, 0, 0, 1), .. Question(), .. record];
    }

    private static byte[] Record(ushort type, byte[] rdata) =>
    [
        0, .. BigEndian(type), .. BigEndian(ClassIn), 0, 0, 0, 0, .. BigEndian((ushort)rdata.Length), .. rdata,
    ];

    /// <summary>TXT at a subdomain of <c>auth.example.net</c>.</summary>
    private static byte[] Question() =>
    [
        36, .. Encoding.ASCII.GetBytes("3f6c1e0a-52b7-4d1c-9a3e-7b1f0c5d8e22"), 4, .. "auth"u8, 7, .. "example"u8,
        3, .. "net"u8, 0, .. BigEndian(TypeTxt), .. BigEndian(ClassIn),
    ];

    private static byte[] Header(ushort questions, ushort answers = 0, ushort authority = 0, ushort additional = 0) =>
    [
        0x2A, 0x17, 0, 0, .. BigEndian(questions), .. BigEndian(answers), .. BigEndian(authority),
        .. BigEndian(additional),
    ];

    private static byte[] Repeat(byte[] piece, int length)
    {
        var octets = new byte[length];
        for (int at = 0; at < length; at++)
            octets[at] = piece[at % piece.Length];

        return octets;
    }

    private static byte[] BigEndian(ushort number)
    {
        var octets = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(octets, number);
        return octets;
    }
}
