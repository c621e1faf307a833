using System.Buffers.Binary;

namespace ValidationZone.Tests.Support;

/// <summary>Builds requests, right ones and wrong ones, by code that shares nothing with the code under test.</summary>
public sealed record APacket
{
    public ushort Id { get; init; } = 0x2A17;

    /// <summary>The second pair of octets of the header: QR, opcode, flags, RCODE.</summary>
    public ushort FlagBits { get; init; }

    /// <summary>Question octets: one entry, several, or none.</summary>
    public byte[] Question { get; init; } = [];

    public ushort QuestionCount { get; init; }

    /// <summary>Answer, authority and additional counts when they are not what the records make them.</summary>
    public (ushort Answer, ushort Authority, ushort Additional)? RecordCounts { get; init; }

    /// <summary>The payload size to offer; <see langword="null"/> for a request without EDNS.</summary>
    public ushort? EdnsSize { get; init; }

    public byte EdnsVersion { get; init; }

    public ushort EdnsFlags { get; init; }

    public byte[] EdnsOptions { get; init; } = [];

    /// <summary>Octets behind everything else; the counts do not know of them.</summary>
    public byte[] Tail { get; init; } = [];

    /// <summary>Starts with one question of class IN.</summary>
    public static APacket Asking(string qname, string qtype) => Asking(WireName.ToOctets(qname), qtype);

    /// <summary>Starts with one question about a name in wire form, of class IN.</summary>
    public static APacket Asking(ReadOnlySpan<byte> qname, string qtype) => new()
    {
        Question = [.. qname, .. BigEndian(DnsMnemonics.TypeNumber(qtype)), 0, 1],
        QuestionCount = 1,
    };

    public APacket WithClass(string word) => this with
    {
        Question = [.. Question[..^2], .. BigEndian(DnsMnemonics.ClassNumber(word))],
    };

    public APacket WithEdns(ushort size = 1232) => this with { EdnsSize = size };

    public APacket WithOption(ushort code, params byte[] octets) => this with
    {
        EdnsSize = EdnsSize ?? 1232,
        EdnsOptions = [.. EdnsOptions, .. BigEndian(code), .. BigEndian((ushort)octets.Length), .. octets],
    };

    public byte[] ToOctets()
    {
        byte[] opt = EdnsSize is { } size ? Opt(size) : [];
        var trueCounts = ((ushort)0, (ushort)0, (ushort)(opt.Length == 0 ? 0 : 1));
        (ushort answer, ushort authority, ushort additional) = RecordCounts ?? trueCounts;
        return
        [
            .. BigEndian(Id), .. BigEndian(FlagBits), .. BigEndian(QuestionCount), .. BigEndian(answer),
            .. BigEndian(authority), .. BigEndian(additional), .. Question, .. opt, .. Tail,
        ];
    }

    private byte[] Opt(ushort size) =>
    [
        0, 0, 41, .. BigEndian(size), 0, EdnsVersion, .. BigEndian(EdnsFlags),
        .. BigEndian((ushort)EdnsOptions.Length), .. EdnsOptions,
    ];

    private static byte[] BigEndian(ushort number)
    {
        var octets = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(octets, number);
        return octets;
    }
}
