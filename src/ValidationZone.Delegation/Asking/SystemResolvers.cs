using System.Net;

namespace ValidationZone.Delegation.Asking;

/// <summary>The recursive resolvers that this machine uses.</summary>
/// <remarks>
/// Other lines of the file, <c>search</c> among them, are passed over: only whole names are asked for.
/// </remarks>
public static class SystemResolvers
{
    private const string ConfigurationFile = "/etc/resolv.conf";
    private const int DnsPort = 53;

    // As the C library: three are read, and without any the machine itself is asked.
    private const int MostServers = 3;

    /// <summary>Reads the system's configuration; this machine itself when there is none.</summary>
    public static IReadOnlyList<IPEndPoint> Read()
    {
        try
        {
            return Parse(File.ReadLines(ConfigurationFile));
        }
        catch (IOException)
        {
            return Parse([]);
        }
        // A container without the file, or with one that is not for us, may still have a resolver of its own.
        catch (UnauthorizedAccessException)
        {
            return Parse([]);
        }
    }

    /// <summary>Reads lines of the form <c>nameserver ADDRESS</c>.</summary>
    internal static IReadOnlyList<IPEndPoint> Parse(IEnumerable<string> lines)
    {
        IPEndPoint[] found =
        [
            .. lines
                .Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
                // A comment behind the address is further words; a line that is a comment begins with another one.
                .Where(words => words is ["nameserver", _, ..])
                .Select(words => IPAddress.TryParse(words[1], out IPAddress? address) ? address : null)
                .OfType<IPAddress>()
                .Take(MostServers)
                .Select(address => new IPEndPoint(address, DnsPort)),
        ];
        return found.Length > 0 ? found : [new IPEndPoint(IPAddress.Loopback, DnsPort)];
    }
}
