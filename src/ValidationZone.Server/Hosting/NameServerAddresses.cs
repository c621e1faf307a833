using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ValidationZone.Server.Hosting;

/// <summary>The addresses that a synthesised apex gives to ns1, taken from the DNS listeners.</summary>
internal static class NameServerAddresses
{
    // Private, carrier NAT, loopback, link-local, multicast and reserved: no resolver reaches these.
    private static readonly IPNetwork[] NotGlobal =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("224.0.0.0/3"),
    ];

    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    /// <summary>Finds them.</summary>
    /// <param name="listeners">Where DNS listens.</param>
    /// <param name="machine">The machine's own addresses, which a wildcard listener stands for.</param>
    /// <returns>Listed addresses as they are, for wildcards those that the internet can reach; possibly none.</returns>
    internal static IReadOnlyList<IPAddress> Find(IReadOnlyList<IPEndPoint> listeners, IReadOnlyList<IPAddress> machine)
    {
        var found = new List<IPAddress>();
        foreach (IPAddress address in listeners.Select(listener => listener.Address))
        {
            if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
                found.AddRange(machine.Where(own => own.AddressFamily == address.AddressFamily && IsGlobal(own)));
            else
                // As the operator wrote it, private or not: it may be a laboratory.
                found.Add(address);
        }

        return [.. found.Distinct()];
    }

    /// <summary>The addresses of the machine's interfaces that are up.</summary>
    internal static IReadOnlyList<IPAddress> OfThisMachine()
    {
        try
        {
            return
            [
                .. NetworkInterface.GetAllNetworkInterfaces()
                    .Where(card => card.OperationalStatus == OperationalStatus.Up)
                    .SelectMany(card => card.GetIPProperties().UnicastAddresses)
                    .Select(unicast => unicast.Address),
            ];
        }
        catch (NetworkInformationException)
        {
            // Some sandboxes hide the interfaces. The caller warns when no address is left.
            return [];
        }
    }

    private static bool IsGlobal(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork
            ? !NotGlobal.Any(network => network.Contains(address))
            : GlobalV6.Contains(address);
}
