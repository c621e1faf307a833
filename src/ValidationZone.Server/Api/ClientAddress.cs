using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Primitives;

namespace ValidationZone.Server.Api;

/// <summary>Where a request really comes from, when reverse proxies stand in between.</summary>
/// <remarks>
/// A forwarding header is only as good as who wrote it. The walk starts at the connected peer and goes right to left,
/// one hop for each address that is a trusted proxy. What an untrusted client wrote further left is never reached.
/// </remarks>
internal sealed class ClientAddress(IReadOnlyList<IPNetwork> trustedProxies, string headerName)
{
    /// <summary>Finds the client.</summary>
    /// <returns>
    /// The first address from the right that is not a trusted proxy. An element that is not an address ends the walk
    /// at the trusted hop before it: that proxy is then who we know we are talking to.
    /// </returns>
    internal IPAddress Resolve(IPAddress? peer, IHeaderDictionary headers)
    {
        // A socket without a peer stands for nobody: nothing connects from 255.255.255.255.
        IPAddress current = Normalise(peer ?? IPAddress.None);
        if (!IsTrusted(current))
            return current;

        StringValues lines = headers[headerName];
        // A header that comes twice is one list (RFC 9110 §5.3), and its last line is what the nearest proxy wrote.
        for (int line = lines.Count - 1; line >= 0; line--)
        {
            if (!Walk(lines[line], ref current))
                return current;
        }

        return current;
    }

    /// <summary>Walks one header line; <see langword="false"/> when the walk ends in it.</summary>
    private bool Walk(ReadOnlySpan<char> rest, ref IPAddress current)
    {
        while (true)
        {
            int comma = rest.LastIndexOf(',');
            // An empty element, "unknown" or a name ends the walk: skipping it would believe what stands left of it.
            if (!TryParseElement(rest[(comma + 1)..].Trim(" \t"), out IPAddress address))
                return false;

            current = address;
            // The first address that no proxy of ours answers for. An attacker may have written all the others.
            if (!IsTrusted(current))
                return false;

            if (comma < 0)
                return true;

            rest = rest[..comma];
        }
    }

    private bool IsTrusted(IPAddress address)
    {
        for (int i = 0; i < trustedProxies.Count; i++)
        {
            if (trustedProxies[i].Contains(address))
                return true;
        }

        return false;
    }

    /// <summary>Reads an address; a port may follow, then an IPv6 address stands in square brackets.</summary>
    private static bool TryParseElement(ReadOnlySpan<char> text, out IPAddress address)
    {
        if (text.StartsWith('['))
        {
            int bracket = text.IndexOf(']');
            address = IPAddress.None;
            return bracket > 0 && IsPortOrNothing(text[(bracket + 1)..]) && TryParseV6(text[1..bracket], out address);
        }

        int colon = text.IndexOf(':');
        if (colon < 0)
            return TryParseV4(text, out address);

        return text.LastIndexOf(':') == colon
            ? TryParseV4(text[..colon], out address) && IsPortOrNothing(text[colon..])
            : TryParseV6(text, out address);
    }

    private static bool TryParseV4(ReadOnlySpan<char> text, out IPAddress address)
    {
        // The framework also takes 127.1, 0x7f000001 and octal numbers; only the one canonical form is an address here.
        bool isCanonical = IPAddress.TryParse(text, out IPAddress? parsed)
            && parsed.AddressFamily == AddressFamily.InterNetwork
            && text.SequenceEqual(parsed.ToString());
        address = isCanonical ? parsed! : IPAddress.None;
        return isCanonical;
    }

    private static bool TryParseV6(ReadOnlySpan<char> text, out IPAddress address)
    {
        bool isPlain = !text.ContainsAny("%[]/")
            && IPAddress.TryParse(text, out IPAddress? parsed)
            && parsed.AddressFamily == AddressFamily.InterNetworkV6;
        address = isPlain ? Normalise(IPAddress.Parse(text)) : IPAddress.None;
        return isPlain;
    }

    private static bool IsPortOrNothing(ReadOnlySpan<char> text) =>
        text.IsEmpty
        || (text[0] == ':' && ushort.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out _));

    // A socket that takes both families shows ::ffff:192.0.2.1, which no list of IPv4 networks would match.
    private static IPAddress Normalise(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
