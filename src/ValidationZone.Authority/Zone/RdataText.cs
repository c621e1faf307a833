using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>RDATA in presentation form, turned into octets.</summary>
internal static class RdataText
{
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>Finds the type behind its name in any letter case; only what a static zone may hold is known.</summary>
    internal static RecordType? FindType(string name) => name.ToUpperInvariant() switch
    {
        "SOA" => RecordType.Soa,
        "NS" => RecordType.Ns,
        "A" => RecordType.A,
        "AAAA" => RecordType.Aaaa,
        "CAA" => RecordType.Caa,
        "TXT" => RecordType.Txt,
        "CNAME" => RecordType.Cname,
        "MX" => RecordType.Mx,
        _ => null,
    };

    /// <summary>Reads the RDATA of any type but SOA.</summary>
    /// <returns><see langword="false"/> when a field is wrong, which has been reported.</returns>
    internal static bool TryRead(RecordType type, ZoneFileFields fields, [NotNullWhen(true)] out byte[]? rdata)
    {
        rdata = null;
        return type switch
        {
            RecordType.A => TryReadAddress(fields, AddressFamily.InterNetwork, out rdata),
            RecordType.Aaaa => TryReadAddress(fields, AddressFamily.InterNetworkV6, out rdata),
            RecordType.Ns => TryReadName(fields, "the name server", out rdata),
            RecordType.Cname => TryReadName(fields, "the canonical name", out rdata),
            RecordType.Mx => TryReadMailExchange(fields, out rdata),
            RecordType.Caa => TryReadCaa(fields, out rdata),
            RecordType.Txt => TryReadTxt(fields, out rdata),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a type of the zone file"),
        };
    }

    internal static bool TryReadSoa(ZoneFileFields fields, [NotNullWhen(true)] out SoaRdata? soa)
    {
        soa = null;
        if (!fields.TryTakeName("the primary server", out DomainName? primaryName)
            || !fields.TryTakeName("the responsible mailbox", out DomainName? responsibleName)
            || !fields.TryTakeNumber("the serial", uint.MaxValue, out uint serial)
            || !fields.TryTakeTtl("the refresh time", out uint refresh)
            || !fields.TryTakeTtl("the retry time", out uint retry)
            || !fields.TryTakeTtl("the expire time", out uint expire)
            || !fields.TryTakeTtl("the minimum (negative TTL)", out uint minimum))
        {
            return false;
        }

        soa = new SoaRdata(primaryName, responsibleName, serial, refresh, retry, expire, minimum);
        return true;
    }

    /// <summary>Resolves <c>\DDD</c> and <c>\X</c> (RFC 1035 §5.1); characters beyond ASCII become UTF-8.</summary>
    internal static bool TryUnescape(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? octets)
    {
        octets = null;
        var unescaped = new ArrayBufferWriter<byte>(Math.Max(text.Length, 1));
        while (!text.IsEmpty)
        {
            if (text is ['\\', >= '0' and <= '9', ..])
            {
                if (text.Length < 4 || !byte.TryParse(text[1..4], NumberStyles.None, null, out byte octet))
                    return false;

                unescaped.Write([octet]);
                text = text[4..];
                continue;
            }

            if (text[0] == '\\')
                text = text[1..];

            // A replacement character is what is left of octets that were not UTF-8: better refused than served.
            if (Rune.DecodeFromUtf16(text, out Rune rune, out int consumed) != OperationStatus.Done
                || rune == Rune.ReplacementChar)
            {
                return false;
            }

            unescaped.Advance(rune.EncodeToUtf8(unescaped.GetSpan(4)));
            text = text[consumed..];
        }

        octets = unescaped.WrittenSpan.ToArray();
        return true;
    }

    private static bool TryReadAddress(
        ZoneFileFields fields,
        AddressFamily family,
        [NotNullWhen(true)] out byte[]? rdata)
    {
        rdata = null;
        if (!fields.TryTakeWord("the address", out ZoneFileToken token))
            return false;

        if (!TryParseAddress(token.Text, family, out IPAddress? address))
        {
            string kind = family == AddressFamily.InterNetwork ? "an IPv4" : "an IPv6";
            return fields.Report(token.Position, $"{ZoneFileProblems.Quote(token.Text)} is not {kind} address");
        }

        rdata = address.GetAddressBytes();
        return true;
    }

    // IPAddress also takes "10.1", octal octets, ports and scopes. None of them is an address in a zone.
    private static bool TryParseAddress(
        string text,
        AddressFamily family,
        [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address)
        && address.AddressFamily == family
        && !text.AsSpan().ContainsAnyExcept(AddressCharacters)
        && (family == AddressFamily.InterNetworkV6 || address.ToString() == text);

    private static bool TryReadName(ZoneFileFields fields, string what, [NotNullWhen(true)] out byte[]? rdata)
    {
        rdata = fields.TryTakeName(what, out DomainName? name) ? name.Wire.ToArray() : null;
        return rdata is not null;
    }

    private static bool TryReadMailExchange(ZoneFileFields fields, [NotNullWhen(true)] out byte[]? rdata)
    {
        rdata = null;
        if (!fields.TryTakeNumber("the preference", ushort.MaxValue, out uint preference)
            || !fields.TryTakeName("the mail exchanger", out DomainName? exchange))
        {
            return false;
        }

        // Preference zero for now, its two octets filled in below.
        rdata = [0, 0, .. exchange.Wire];
        BinaryPrimitives.WriteUInt16BigEndian(rdata, (ushort)preference);
        return true;
    }

    // RFC 8659 §4.1: flags, the tag behind its length, and the value to the end of the RDATA.
    private static bool TryReadCaa(ZoneFileFields fields, [NotNullWhen(true)] out byte[]? rdata)
    {
        rdata = null;
        if (!fields.TryTakeNumber("the flags", byte.MaxValue, out uint flags)
            || !fields.TryTakeWord("the tag", out ZoneFileToken tag))
        {
            return false;
        }

        // A certification authority refuses to issue over a tag that it cannot read: better found here.
        if (tag.Text.Length > byte.MaxValue || !tag.Text.All(char.IsAsciiLetterOrDigit))
            return fields.Report(tag.Position, $"the tag {ZoneFileProblems.Quote(tag.Text)} is not letters and digits");

        if (!fields.TryTakeText("the value", out byte[]? value))
            return false;

        rdata = [(byte)flags, (byte)tag.Text.Length, .. Encoding.ASCII.GetBytes(tag.Text), .. value];
        return true;
    }

    private static bool TryReadTxt(ZoneFileFields fields, [NotNullWhen(true)] out byte[]? rdata)
    {
        rdata = null;
        var strings = new ArrayBufferWriter<byte>();
        do
        {
            if (!fields.TryTakeText("the text", out byte[]? text))
                return false;

            strings.Write(TxtRdata.FromText(text));
        }
        while (!fields.IsAtEnd);

        rdata = strings.WrittenSpan.ToArray();
        return true;
    }
}
