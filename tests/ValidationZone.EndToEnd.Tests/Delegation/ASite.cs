using System.Net;

namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>A site owner's zone as it is to be set up: right but for what a test says.</summary>
/// <param name="Records">What stands in it, besides SOA and NS; relative names are below its apex.</param>
internal sealed record ASite(string Records)
{
    /// <summary>What the second server says instead; <see langword="null"/> for the same.</summary>
    public string? RecordsOfSecond { get; init; }

    /// <summary>
    /// What an old provider still serves, whom the zone above names and the site's zone has forgotten;
    /// <see langword="null"/> when there is none.
    /// </summary>
    public string? RecordsOfOldProvider { get; init; }

    /// <summary>The name servers' addresses; <see langword="null"/> for the two that serve every site.</summary>
    public IPAddress[]? Servers { get; init; }

    public int NegativeTtlSeconds { get; init; } = 60;
}
