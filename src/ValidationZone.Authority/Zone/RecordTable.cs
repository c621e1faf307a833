using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>Every owner name of the zone and what exists there.</summary>
public sealed class RecordTable
{
    /// <summary>Whether everything that was stored has been published; until then names inside the zone are SERVFAIL.</summary>
    public bool IsLoaded => throw new NotImplementedException();

    /// <summary>The SOA serial (RFC 1982); grows with each change, before the change is visible.</summary>
    public uint Serial => throw new NotImplementedException();

    /// <summary>How many subdomains are registered, with or without values.</summary>
    public int SubdomainCount => throw new NotImplementedException();

    /// <summary>Says that loading is complete.</summary>
    public void MarkLoaded() => throw new NotImplementedException();

    /// <summary>Lifts the serial to at least <paramref name="floor"/>, used once before the listeners open.</summary>
    public void RaiseSerial(uint floor) => throw new NotImplementedException();

    /// <summary>Makes a subdomain exist with these values; visible to every query that starts after the return.</summary>
    /// <param name="ownerName">A name strictly below the apex; its ancestors come to exist as empty non-terminals.</param>
    /// <param name="rrset">What to answer for TXT; <see cref="TxtRRset.Empty"/> for a name without values.</param>
    /// <exception cref="ArgumentException">The name is not below the apex, or is one of the zone's static names.</exception>
    public void Publish(DomainName ownerName, TxtRRset rrset) => throw new NotImplementedException();

    /// <summary>Makes a subdomain cease to exist, with the empty non-terminals that only it needed.</summary>
    /// <returns><see langword="false"/> when it was not registered.</returns>
    public bool Remove(DomainName ownerName) => throw new NotImplementedException();
}
