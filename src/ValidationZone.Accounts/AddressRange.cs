using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ValidationZone.Accounts;

/// <summary>The addresses that share a prefix with a given one.</summary>
/// <remarks>
/// Both families stand in one 128-bit space, IPv4 in its mapped form (RFC 4291 §2.5.5.2). A range never spans both:
/// <c>::/0</c> means every IPv6 address and no IPv4 address.
/// </remarks>
internal readonly struct AddressRange
{
    private const int AddressBits = 128;
    private const int MappedPrefixBits = 96;
    private const int LongestTextLength = 64;

    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF:.");

    private readonly UInt128 _network;
    private readonly UInt128 _mask;
    private readonly bool _isIPv4;

    private AddressRange(UInt128 address, int prefixBits)
    {
        // A shift by the whole width would be a shift by nothing.
        _mask = prefixBits == 0 ? 0 : UInt128.MaxValue << (AddressBits - prefixBits);
        _network = address & _mask;
        _isIPv4 = IsMapped(address) && prefixBits >= MappedPrefixBits;
    }

    /// <summary>
    /// Reads <c>address/prefix</c>; forms that only some parsers know, such as <c>010.1</c>, are refused.
    /// </summary>
    internal static bool TryParse(string text, out AddressRange range)
    {
        range = default;
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || text.Length > LongestTextLength)
            return false;

        if (!TryParseAddress(text.AsSpan(0, slash), out IPAddress? address))
            return false;

        bool isIPv4 = address.AddressFamily == AddressFamily.InterNetwork;
        int mostBits = isIPv4 ? AddressBits - MappedPrefixBits : AddressBits;
        if (!TryParseDecimal(text.AsSpan(slash + 1), mostBits, out int prefixBits))
            return false;

        range = new AddressRange(ToBits(address), isIPv4 ? prefixBits + MappedPrefixBits : prefixBits);
        return true;
    }

    /// <summary>An address of either family in the space of both.</summary>
    internal static UInt128 ToBits(IPAddress address) =>
        BinaryPrimitives.ReadUInt128BigEndian(address.MapToIPv6().GetAddressBytes());

    /// <summary>Whether an address, as <see cref="ToBits"/> gives it, is in the range.</summary>
    internal bool Contains(UInt128 address) => (address & _mask) == _network & IsMapped(address) == _isIPv4;

    private static bool TryParseAddress(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        // The framework also reads IPv4 addresses in octal, in hexadecimal and with fewer numbers, inside IPv6 too.
        bool isIPv6 = text.Contains(':');
        ReadOnlySpan<char> dotted = isIPv6 ? text[(text.LastIndexOf(':') + 1)..] : text;
        bool isPlain = (isIPv6 && !dotted.Contains('.')) || IsDottedQuad(dotted);
        return isPlain && !text.ContainsAnyExcept(AddressCharacters) && IPAddress.TryParse(text, out address);
    }

    /// <summary>Four decimal numbers without leading zeros, which some would read as octal.</summary>
    private static bool IsDottedQuad(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (Range part in text.Split('.'))
        {
            if (!TryParseDecimal(text[part], byte.MaxValue, out _))
                return false;

            count++;
        }

        return count == 4;
    }

    private static bool TryParseDecimal(ReadOnlySpan<char> text, int most, out int number)
    {
        number = 0;
        bool hasLeadingZero = text.Length > 1 && text[0] == '0';
        return text.Length <= 3
            && !hasLeadingZero
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number <= most;
    }

    private static bool IsMapped(UInt128 address) => address >> (AddressBits - MappedPrefixBits) == 0xFFFF;
}
