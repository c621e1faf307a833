using System.Net;

namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>A validation zone on our server as it is to be set up: right but for what a test says.</summary>
internal sealed record AZone(ZonePlace Place)
{
    /// <summary>Its records besides the SOA record.</summary>
    public string Records { get; init; } = Place.OneServer;

    /// <summary>What the parent zone says about it; <see langword="null"/> for the same.</summary>
    public string? RecordsAtParent { get; init; }

    /// <summary>Where our server listens.</summary>
    public IPAddress[] Addresses { get; init; } = [Place.First];

    public int NegativeTtlSeconds { get; init; } = 5;
}
