using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ValidationZone.Transport;

/// <summary>The addresses that stand behind a wildcard address.</summary>
internal static class LocalAddresses
{
    /// <summary>Replaces a wildcard by every unicast address that the machine has now, in its family.</summary>
    internal static IReadOnlyList<IPAddress> Expand(IPAddress address)
    {
        if (!address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
            return [address];

        // Not only "up": Linux reports the loopback interface, and tunnels, as "unknown".
        return [.. NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus != OperationalStatus.Down)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(local => local.AddressFamily == address.AddressFamily)
            .Distinct()];
    }
}
