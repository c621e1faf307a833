using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace ValidationZone.Tests.Support;

/// <summary>Prints RDATA in presentation form; types it does not know as <c>\# length hex</c> (RFC 3597 §5).</summary>
internal static class RdataText
{
    /// <param name="message">The message up to the end of the RDATA.</param>
    /// <param name="at">Where the RDATA starts.</param>
    /// <param name="type">The record's type.</param>
    internal static string Print(ReadOnlySpan<byte> message, int at, int type)
    {
        int end = message.Length;
        string text = DnsMnemonics.TypeWord(type) switch
        {
            "A" => PrintAddress(message[at..], ref at, 4),
            "AAAA" => PrintAddress(message[at..], ref at, 16),
            "NS" or "CNAME" or "PTR" => WireName.Read(message, ref at),
            "MX" => $"{ReadNumber(message, ref at, 2)} {WireName.Read(message, ref at)}",
            "SOA" => PrintSoa(message, ref at),
            "TXT" or "HINFO" => PrintStrings(message, ref at),
            "CAA" => PrintCaa(message, ref at),
            _ => PrintUnknown(message, ref at),
        };
        return at == end
            ? text
            : throw new MalformedMessageException($"RDATA of type {type} is {end - at} octets longer than its content");
    }

    private static string PrintAddress(ReadOnlySpan<byte> rdata, ref int at, int length)
    {
        if (rdata.Length != length)
            throw new MalformedMessageException($"an address of {rdata.Length} octets");

        at += length;
        return new IPAddress(rdata).ToString();
    }

    private static string PrintSoa(ReadOnlySpan<byte> message, ref int at)
    {
        var words = new List<string> { WireName.Read(message, ref at), WireName.Read(message, ref at) };
        for (int i = 0; i < 5; i++)
            words.Add(ReadNumber(message, ref at, 4).ToString(CultureInfo.InvariantCulture));

        return string.Join(' ', words);
    }

    private static string PrintStrings(ReadOnlySpan<byte> message, ref int at)
    {
        var strings = new List<string>();
        while (at < message.Length)
        {
            int length = message[at++];
            if (at + length > message.Length)
                throw new MalformedMessageException("a character-string runs past its RDATA");

            strings.Add(Quote(message.Slice(at, length)));
            at += length;
        }

        return strings.Count > 0
            ? string.Join(' ', strings)
            : throw new MalformedMessageException("RDATA without a character-string");
    }

    private static string PrintCaa(ReadOnlySpan<byte> message, ref int at)
    {
        uint flags = ReadNumber(message, ref at, 1);
        int tagLength = (int)ReadNumber(message, ref at, 1);
        if (tagLength == 0 || at + tagLength > message.Length)
            throw new MalformedMessageException("a CAA tag runs past its RDATA");

        string tag = Encoding.ASCII.GetString(message.Slice(at, tagLength));
        string value = Quote(message[(at + tagLength)..]);
        at = message.Length;
        return $"{flags} {tag} {value}";
    }

    private static string PrintUnknown(ReadOnlySpan<byte> message, ref int at)
    {
        string text = $"\\# {message.Length - at} {Convert.ToHexStringLower(message[at..])}".TrimEnd();
        at = message.Length;
        return text;
    }

    private static uint ReadNumber(ReadOnlySpan<byte> message, ref int at, int length)
    {
        if (at + length > message.Length)
            throw new MalformedMessageException("a number runs past its RDATA");

        Span<byte> octets = stackalloc byte[4];
        octets.Clear();
        message.Slice(at, length).CopyTo(octets[(4 - length)..]);
        at += length;
        return BinaryPrimitives.ReadUInt32BigEndian(octets);
    }

    private static string Quote(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder("\"");
        foreach (byte octet in octets)
        {
            if (octet is >= 0x20 and < 0x7F and not (byte)'"' and not (byte)'\\')
                text.Append((char)octet);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\{octet:D3}");
        }

        return text.Append('"').ToString();
    }
}
