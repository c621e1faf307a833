using System.Diagnostics.CodeAnalysis;

namespace ValidationZone.Wire;

/// <summary>The RDATA of a TXT record: character-strings of up to 255 octets each (RFC 1035 §3.3.14).</summary>
public static class TxtRdata
{
    /// <summary>The longest character-string in octets, without its length octet.</summary>
    public const int MaxStringLengthInOctets = 255;

    /// <summary>Writes a text as one character-string, or as several when it is longer than 255 octets.</summary>
    /// <remarks>A reader joins the strings again without anything between them (RFC 8555 §8.4 has one).</remarks>
    public static byte[] FromText(ReadOnlySpan<byte> text)
    {
        // An empty text still needs one string, of length 0: RDATA without any is malformed.
        int strings = Math.Max(1, (text.Length + MaxStringLengthInOctets - 1) / MaxStringLengthInOctets);
        var rdata = new byte[text.Length + strings];
        Span<byte> rest = rdata;
        for (int i = 0; i < strings; i++)
        {
            int length = Math.Min(text.Length, MaxStringLengthInOctets);
            rest[0] = (byte)length;
            text[..length].CopyTo(rest[1..]);
            text = text[length..];
            rest = rest[(1 + length)..];
        }

        return rdata;
    }

    /// <summary>Joins the strings of RDATA, as a reader of challenge values does (RFC 8555 §8.4).</summary>
    /// <returns><see langword="false"/> when there is no string, or one is cut short.</returns>
    public static bool TryJoin(ReadOnlySpan<byte> rdata, [NotNullWhen(true)] out byte[]? text)
    {
        text = null;
        if (rdata.IsEmpty)
            return false;

        var joined = new byte[rdata.Length];
        int length = 0;
        while (!rdata.IsEmpty)
        {
            int octets = rdata[0];
            if (rdata.Length <= octets)
                return false;

            rdata.Slice(1, octets).CopyTo(joined.AsSpan(length));
            length += octets;
            rdata = rdata[(1 + octets)..];
        }

        text = joined[..length];
        return true;
    }
}
