using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ValidationZone.Wire;

/// <summary>The RDATA of a CAA record (RFC 8659 §4.1).</summary>
/// <param name="Flags">The flags octet; only the first bit has a meaning.</param>
/// <param name="Tag">What the property is, in small letters: tags have no letter case.</param>
/// <param name="Value">The property's value; octets of the sender's choice.</param>
public sealed record CaaRdata(byte Flags, string Tag, ReadOnlyMemory<byte> Value)
{
    private const byte CriticalFlag = 0x80;

    /// <summary>Whether an authority that does not know the tag must not issue (RFC 8659 §4.1).</summary>
    public bool IsCritical => (Flags & CriticalFlag) != 0;

    /// <summary>Reads RDATA.</summary>
    /// <returns><see langword="false"/> when it is cut short, or the tag is not letters and digits.</returns>
    public static bool TryRead(ReadOnlySpan<byte> rdata, [NotNullWhen(true)] out CaaRdata? caa)
    {
        caa = null;
        if (rdata.Length < 2 || rdata[1] == 0 || rdata.Length < 2 + rdata[1])
            return false;

        ReadOnlySpan<byte> tag = rdata.Slice(2, rdata[1]);
        foreach (byte octet in tag)
        {
            if (!char.IsAsciiLetterOrDigit((char)octet))
                return false;
        }

        string text = Encoding.ASCII.GetString(tag).ToLowerInvariant();
        caa = new CaaRdata(rdata[0], text, rdata[(2 + tag.Length)..].ToArray());
        return true;
    }
}
