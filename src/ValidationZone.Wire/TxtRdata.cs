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
}
