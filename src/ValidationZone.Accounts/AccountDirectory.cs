using ValidationZone.Authority.Zone;

namespace ValidationZone.Accounts;

/// <summary>Every credential and subdomain in memory, kept equal to the store, and published to the zone's table.</summary>
/// <remarks>Readers never wait. Changes carry the store's revision; one that is older than what is here is left out.</remarks>
public sealed class AccountDirectory
{
    /// <summary>Makes an empty directory that publishes to <paramref name="zone"/>.</summary>
    /// <param name="zone">The zone whose table shows what is published.</param>
    /// <param name="ttlSeconds">The TTL of every challenge TXT record.</param>
    /// <param name="clock">Tells which values have expired.</param>
    public AccountDirectory(ServedZone zone, uint ttlSeconds, TimeProvider clock) => throw new NotImplementedException();

    /// <summary>How many credentials there are.</summary>
    public int CredentialCount => throw new NotImplementedException();

    /// <summary>How many values are live.</summary>
    public int LiveValueCount => throw new NotImplementedException();
}
