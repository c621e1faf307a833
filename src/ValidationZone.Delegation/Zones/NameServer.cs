using System.Net;
using ValidationZone.Delegation.Report;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Zones;

/// <summary>One address of one name server.</summary>
/// <param name="Name">The name in the NS record.</param>
/// <param name="Address">The address; <see langword="null"/> when none was found for the name.</param>
internal sealed record NameServer(DomainName Name, IPAddress? Address)
{
    /// <summary>Name and address, for a sentence.</summary>
    // Two addresses of one name can be two machines, so both are always named.
    internal string Words => Address is null ? $"{Shown.Name(Name)} (no address)" : $"{Shown.Name(Name)} ({Address})";
}
