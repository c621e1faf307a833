using System.Net;
using System.Net.Sockets;

namespace ValidationZone.Delegation.Asking;

/// <summary>Which addresses may be asked: whoever owns a domain chooses the addresses of its name servers.</summary>
/// <remarks>
/// Without rules a check for a stranger could be turned against our own network: an NS record that leads to 10.0.0.1
/// makes us send there, and the report tells what came back.
/// </remarks>
internal static class AddressRules
{
    // The IANA registries of special-purpose addresses (RFC 6890 §2.2) with what is not globally reachable, and the
    // forms of IPv6 that lead to an IPv4 address of the sender's choice.
    private static readonly IPNetwork[] NotGlobal =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/3",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    // Global unicast is 2000::/3 and nothing else; these parts of it are not.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] NotGlobalUnicast =
    [
        .. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(text => IPNetwork.Parse(text)),
    ];

    /// <summary>Whether a packet to the address goes to one machine.</summary>
    internal static bool MayBeAsked(IPAddress address) => address.AddressFamily switch
    {
        // 0.0.0.0/8 reaches this machine on Linux; from 224 on it is groups, reserved space and the broadcast address.
        AddressFamily.InterNetwork => address.GetAddressBytes()[0] is > 0 and < 224,
        // An IPv4 address in disguise would pass by the rules for IPv4.
        AddressFamily.InterNetworkV6 =>
            !address.IsIPv4MappedToIPv6 && !address.IsIPv6Multicast && !address.Equals(IPAddress.IPv6Any),
        _ => false,
    };

    /// <summary>
    /// Whether the whole internet can reach the address, so that it is nothing inside our own network.
    /// </summary>
    internal static bool IsGlobal(IPAddress address) => MayBeAsked(address) && address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !NotGlobal.Any(network => network.Contains(address)),
        AddressFamily.InterNetworkV6 =>
            GlobalUnicast.Contains(address) && !NotGlobalUnicast.Any(network => network.Contains(address)),
        _ => false,
    };
}
