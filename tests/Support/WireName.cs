using System.Globalization;
using System.Text;

namespace ValidationZone.Tests.Support;

/// <summary>Domain names between text and octets, independent of the code under test.</summary>
public static class WireName
{
    /// <summary>Turns an absolute name in presentation form into octets; lengths are not checked, so that tests can
    /// write names that are too long.</summary>
    public static byte[] ToOctets(string text)
    {
        if (!text.EndsWith('.'))
            throw new FormatException($"'{text}' does not end with a dot");

        var octets = new List<byte>();
        var label = new List<byte>();
        for (int at = text == "." ? 1 : 0; at < text.Length; at++)
        {
            if (text[at] != '.')
            {
                label.Add(ReadOctet(text, ref at));
                continue;
            }

            octets.Add(checked((byte)label.Count));
            octets.AddRange(label);
            label.Clear();
        }

        octets.Add(0);
        return [.. octets];
    }

    /// <summary>Reads a name of a message, following pointers, and moves behind it.</summary>
    /// <exception cref="MalformedMessageException">The name breaks a rule of RFC 1035 §4.1.4.</exception>
    public static string Read(ReadOnlySpan<byte> message, ref int at)
    {
        var text = new StringBuilder();
        int position = at;
        int expanded = 1;
        int? behindPointer = null;
        while (true)
        {
            int length = OctetAt(message, position);
            if (length == 0)
                break;

            if ((length & 0xC0) == 0xC0)
            {
                int target = ((length & 0x3F) << 8) | OctetAt(message, position + 1);
                if (target >= position || target < 12)
                    throw new MalformedMessageException($"the pointer at {position} leads to {target}");

                behindPointer ??= position + 2;
                position = target;
                continue;
            }

            expanded += 1 + length;
            if (length > 63 || expanded > 255)
                throw new MalformedMessageException($"a label of {length} octets at {position}, name of {expanded}");

            for (int i = 1; i <= length; i++)
                AppendOctet(text, OctetAt(message, position + i));

            text.Append('.');
            position += 1 + length;
        }

        at = behindPointer ?? position + 1;
        return text.Length == 0 ? "." : text.ToString();
    }

    private static byte OctetAt(ReadOnlySpan<byte> message, int at) => at < message.Length
        ? message[at]
        : throw new MalformedMessageException($"a name runs past the end at {at}");

    private static byte ReadOctet(string text, ref int at)
    {
        if (text[at] != '\\')
            return checked((byte)text[at]);

        if (!char.IsAsciiDigit(text[at + 1]))
            return checked((byte)text[++at]);

        byte octet = byte.Parse(text.AsSpan(at + 1, 3), CultureInfo.InvariantCulture);
        at += 3;
        return octet;
    }

    private static void AppendOctet(StringBuilder text, byte octet)
    {
        if (octet is > 0x20 and < 0x7F and not (byte)'.' and not (byte)'\\')
            text.Append((char)octet);
        else
            text.Append(CultureInfo.InvariantCulture, $"\\{octet:D3}");
    }
}
