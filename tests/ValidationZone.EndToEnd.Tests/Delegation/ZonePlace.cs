using System.Net;

namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>A validation zone before it is set up: its name, and addresses whose port 53 is free.</summary>
internal sealed record ZonePlace(string Apex, IPAddress First, IPAddress Second)
{
    /// <summary>The records that delegate it to its first address; they stand at its apex as well.</summary>
    public string OneServer => ServedAt(First);

    /// <summary>The records that delegate it to both addresses.</summary>
    public string TwoServers => ServedAt(First, Second);

    /// <summary>The records that delegate it to these addresses.</summary>
    public string ServedAt(params IPAddress[] addresses) => string.Concat(addresses.Select((address, index) => $"""
        {Apex} NS ns{index + 1}.{Apex}
        ns{index + 1}.{Apex} A {address}

        """));
}
