using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ValidationZone.Server.Configuration;

/// <summary>Endpoints as operators write them.</summary>
internal static class ListenAddress
{
    /// <summary>Reads <c>ADDRESS:PORT</c>; an IPv6 address must stand in square brackets.</summary>
    /// <remarks>
    /// The framework's own parser takes <c>::1:53</c> for an address without a port, and <c>1:53</c> for 0.0.0.1.
    /// </remarks>
    internal static bool TryParse(string? text, [NotNullWhen(true)] out IPEndPoint? endpoint)
    {
        endpoint = null;
        int colon = text?.LastIndexOf(':') ?? -1;
        if (colon <= 0
            || !TryParsePort(text.AsSpan(colon + 1), out ushort port)
            || !TryParseHost(text![..colon], out IPAddress? address))
        {
            return false;
        }

        endpoint = new IPEndPoint(address, port);
        return true;
    }

    /// <summary>Reads <c>http://ADDRESS:PORT</c>, with or without a closing slash.</summary>
    internal static bool TryParseUrl(string? text, [NotNullWhen(true)] out IPEndPoint? endpoint)
    {
        const string Scheme = "http://";
        endpoint = null;
        return text is not null
            && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && TryParse(text[Scheme.Length..].TrimEnd('/'), out endpoint);
    }

    /// <summary>How to reach the endpoint from this machine: loopback where it listens on every address.</summary>
    internal static IPEndPoint Reachable(IPEndPoint endpoint)
    {
        if (endpoint.Address.Equals(IPAddress.Any))
            return new IPEndPoint(IPAddress.Loopback, endpoint.Port);

        return endpoint.Address.Equals(IPAddress.IPv6Any)
            ? new IPEndPoint(IPAddress.IPv6Loopback, endpoint.Port)
            : endpoint;
    }

    private static bool TryParsePort(ReadOnlySpan<char> text, out ushort port) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port);

    // No name is resolved: a server that depends on DNS could not start where it is the DNS.
    private static bool TryParseHost(string host, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            // Both families at once would need two sockets, and two ports when the port is 0.
            address = IPAddress.Loopback;
            return true;
        }

        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            return IPAddress.TryParse(host[1..^1], out address)
                && address.AddressFamily == AddressFamily.InterNetworkV6;
        }

        // Printed again it must be the same text: shortened and octal forms mean different things to different tools.
        return IPAddress.TryParse(host, out address)
            && address.AddressFamily == AddressFamily.InterNetwork
            && address.ToString() == host;
    }
}
