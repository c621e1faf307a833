using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Cli;

/// <summary><c>--resolver</c>: an address, with or without a port.</summary>
internal static class ResolverAddress
{
    private const int DnsPort = 53;

    /// <summary>Reads it; an IPv6 address needs square brackets only when a port follows.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out IPEndPoint? endpoint)
    {
        // A bare IPv6 address is full of colons, and a bare IPv4 address has none.
        bool isBare = text.StartsWith('[') ? text.EndsWith(']') : text.Count(c => c == ':') != 1;
        if (!isBare)
            return ListenAddress.TryParse(text, out endpoint);

        string host = text.Contains(':', StringComparison.Ordinal) && !text.StartsWith('[') ? $"[{text}]" : text;
        return ListenAddress.TryParse(
            string.Create(CultureInfo.InvariantCulture, $"{host}:{DnsPort}"), out endpoint);
    }
}
