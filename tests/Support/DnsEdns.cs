namespace ValidationZone.Tests.Support;

/// <summary>The OPT record of a message, taken apart (RFC 6891 §6.1.2).</summary>
/// <param name="UdpPayloadSize">The payload size offered.</param>
/// <param name="ExtendedRcode">The upper eight bits of the RCODE.</param>
/// <param name="Version">The EDNS version.</param>
/// <param name="Flags">DO and the bits that have no meaning yet.</param>
/// <param name="Options">Every option in order, as its code and its octets.</param>
public sealed record DnsEdns(
    int UdpPayloadSize, int ExtendedRcode, int Version, int Flags, IReadOnlyList<(int Code, byte[] Octets)> Options)
{
    /// <summary>Payload size, version unless 0, flags, and options; an extended error is <c>ede=CODE</c>.</summary>
    public override string ToString()
    {
        var words = new List<string> { $"opt {UdpPayloadSize}" };
        if (Version != 0)
            words.Add($"version={Version}");

        if ((Flags & 0x8000) != 0)
            words.Add("do");

        if ((Flags & 0x7FFF) != 0)
            words.Add($"flags=0x{Flags & 0x7FFF:x4}");

        words.AddRange(Options.Select(Print));
        return string.Join(' ', words);
    }

    private static string Print((int Code, byte[] Octets) option) => option is { Code: 15, Octets.Length: 2 }
        ? $"ede={(option.Octets[0] << 8) | option.Octets[1]}"
        : $"option={option.Code}:{Convert.ToHexStringLower(option.Octets)}";
}
