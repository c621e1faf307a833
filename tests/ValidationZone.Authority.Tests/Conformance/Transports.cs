using ValidationZone.Authority.Answering;

namespace ValidationZone.Authority.Tests.Conformance;

/// <summary>The names of transports with their address families, and how the page writes sets of them.</summary>
internal static class Transports
{
    internal static readonly string[] All = ["UDP4", "UDP6", "TCP4", "TCP6", "DOT4", "DOT6"];

    /// <summary>What a scenario's request is sent over when it goes over a transport.</summary>
    internal static string[] Of(DnsTransport transport) => transport switch
    {
        DnsTransport.Udp => ["UDP4", "UDP6"],
        DnsTransport.Tcp => ["TCP4", "TCP6"],
        _ => ["DOT4", "DOT6"],
    };

    /// <summary>Both families of a transport in one word, all transports in another.</summary>
    internal static string Describe(IReadOnlyCollection<string> names)
    {
        if (names.Count == 0)
            return "in process";

        if (All.All(names.Contains))
            return "all";

        IEnumerable<string> words = All.Where(names.Contains)
            .GroupBy(name => name[..^1])
            .Select(family => family.Count() == 2 ? family.Key : family.Single());
        return string.Join(", ", words).Replace("DOT", "DoT", StringComparison.Ordinal);
    }
}
