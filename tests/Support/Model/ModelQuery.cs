namespace ValidationZone.Tests.Support.Model;

/// <summary>One question as the model sees it, and the octets that put it to a server.</summary>
public sealed record ModelQuery
{
    public const ushort ClassInternet = 1;

    /// <summary>The QNAME in wire form, in the asker's letter case.</summary>
    public required byte[] QName { get; init; }

    public required string Type { get; init; }

    public ushort Class { get; init; } = ClassInternet;

    public ushort Id { get; init; }

    public ushort FlagBits { get; init; }

    public QueryFlaw Flaw { get; init; }

    /// <summary>The payload size offered; <see langword="null"/> for a question without EDNS.</summary>
    public ushort? EdnsSize { get; init; }

    public byte EdnsVersion { get; init; }

    public ushort EdnsFlags { get; init; }

    public ushort[] EdnsOptions { get; init; } = [];

    /// <summary>The QNAME as text in lower case, which is how the model knows names.</summary>
    public string Name
    {
        get
        {
            int at = 0;
            return WireName.Read(QName, ref at).ToLowerInvariant();
        }
    }

    public bool IsResponse => (FlagBits & 0x8000) != 0;

    public int Opcode => (FlagBits >> 11) & 15;

    /// <summary>How long a reply over UDP may be (RFC 6891 §6.2.3, §6.2.5; the server's own cap is 1232).</summary>
    public int UdpLimit => EdnsSize is { } size ? Math.Clamp((int)size, 512, 1232) : 512;

    public byte[] ToOctets()
    {
        APacket packet = APacket.Asking(QName, Type) with
        {
            Id = Id, FlagBits = FlagBits, EdnsSize = EdnsSize, EdnsVersion = EdnsVersion, EdnsFlags = EdnsFlags,
        };
        packet = packet with { Question = [.. packet.Question[..^2], (byte)(Class >> 8), (byte)Class] };
        foreach (ushort option in EdnsOptions)
            packet = packet.WithOption(option, OptionOctets(option));

        return Spoil(packet).ToOctets();
    }

    public override string ToString()
    {
        string edns = EdnsSize is { } size
            ? $" edns={size} v{EdnsVersion} flags={EdnsFlags:x4} options={string.Join(',', EdnsOptions)}"
            : "";
        return $"{Name} class {Class} {Type} header={FlagBits:x4}{edns} flaw={Flaw}\n{Convert.ToHexString(ToOctets())}";
    }

    private APacket Spoil(APacket packet) => Flaw switch
    {
        QueryFlaw.None => packet,
        // With a cookie this would ask for a cookie (RFC 7873 §5.4), and so it goes without EDNS.
        QueryFlaw.NoQuestion => packet with { Question = [], QuestionCount = 0, EdnsSize = null },
        QueryFlaw.TwoQuestions => packet with
        {
            Question = [.. packet.Question, .. packet.Question], QuestionCount = 2,
        },
        QueryFlaw.CutQuestion => packet with { Question = packet.Question[..^3], EdnsSize = null },
        QueryFlaw.AnswerRecord => packet with { RecordCounts = (1, 0, 0), EdnsSize = null, Tail = AddressRecord },
        QueryFlaw.TrailingOctets => packet with { Tail = [0] },
        _ => packet with { EdnsSize = 1232, RecordCounts = (0, 0, 2), Tail = [0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0] },
    };

    private static byte[] AddressRecord => [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 192, 0, 2, 1];

    /// <summary>Well-formed content for the options that have a form.</summary>
    private static byte[] OptionOctets(ushort option) => option switch
    {
        3 or 9 => [],
        8 => [0, 1, 24, 0, 192, 0, 2],
        10 => [1, 2, 3, 4, 5, 6, 7, 8],
        _ => [0xAB, 0xCD],
    };
}
