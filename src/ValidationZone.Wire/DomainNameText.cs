using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ValidationZone.Wire;

/// <summary>The presentation form of a domain name: parse and print (RFC 1035 §5.1, RFC 4343 §2.1).</summary>
internal static class DomainNameText
{
    // All that means something in a master file, so that what is printed can be read back as the same name.
    private static readonly SearchValues<byte> EscapedOctets = SearchValues.Create(".\\\"();@$"u8);

    internal static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? wire)
    {
        wire = null;
        if (text is ".")
        {
            wire = [0];
            return true;
        }

        // Each label's length octet is left open at labelStart and filled in when the label closes.
        Span<byte> buffer = new byte[DomainName.MaxLengthInOctets];
        int labelStart = 0;
        int end = 1;
        for (int at = 0; at < text.Length;)
        {
            if (text[at] == '.')
            {
                if (!TryCloseLabel(buffer, labelStart, end))
                    return false;

                labelStart = end++;
                at++;
                continue;
            }

            // One octet stays free for the root label.
            if (end >= buffer.Length - 1 || !TryReadOctet(text, ref at, out buffer[end]))
                return false;

            end++;
        }

        // A dot at the end closes the last label and opens none; a dot alone was taken above, ".." fails in between.
        bool hasTrailingDot = end == labelStart + 1 && labelStart > 0;
        if (!hasTrailingDot && !TryCloseLabel(buffer, labelStart, end))
            return false;

        int length = hasTrailingDot ? labelStart : end;
        wire = [.. buffer[..length], 0];
        return true;
    }

    internal static string Print(ReadOnlySpan<byte> wire)
    {
        if (wire[0] == 0)
            return ".";

        var text = new StringBuilder(wire.Length);
        for (int at = 0; wire[at] != 0; at += 1 + wire[at])
        {
            foreach (byte octet in wire.Slice(at + 1, wire[at]))
                PrintOctet(text, octet);

            text.Append('.');
        }

        return text.ToString();
    }

    private static bool TryCloseLabel(Span<byte> buffer, int labelStart, int end)
    {
        int length = end - labelStart - 1;
        if (length is 0 or > DomainName.MaxLabelLengthInOctets || end >= DomainName.MaxLengthInOctets)
            return false;

        buffer[labelStart] = (byte)length;
        return true;
    }

    private static bool TryReadOctet(ReadOnlySpan<char> text, ref int at, out byte octet)
    {
        octet = 0;
        char c = text[at++];
        if (c != '\\')
        {
            // Blanks and what is not ASCII must be escaped: a look-alike letter must not pass for another name.
            octet = (byte)c;
            return c is > ' ' and < (char)0x7F;
        }

        if (at >= text.Length)
            return false;

        // A digit always starts three of them, so that "\1" is an error and not the digit 1.
        if (!char.IsAsciiDigit(text[at]))
        {
            octet = (byte)text[at];
            return text[at++] is > ' ' and < (char)0x7F;
        }

        return at + 3 <= text.Length && TryReadDecimal(text.Slice(at, 3), ref at, out octet);
    }

    private static bool TryReadDecimal(ReadOnlySpan<char> digits, ref int at, out byte octet)
    {
        // "\256" and above are no octet: parsing as a byte refuses them.
        at += 3;
        return byte.TryParse(digits, System.Globalization.NumberStyles.None, provider: null, out octet);
    }

    private static void PrintOctet(StringBuilder text, byte octet)
    {
        // Control characters would let a name from the network forge lines in a log.
        if (octet is <= (byte)' ' or >= 0x7F)
        {
            text.Append('\\').Append(octet.ToString("D3", provider: null));
            return;
        }

        if (EscapedOctets.Contains(octet))
            text.Append('\\');

        text.Append((char)octet);
    }
}
