using ValidationZone.Wire;

namespace ValidationZone.Delegation.Zones;

/// <summary>A name as the servers of its zone show it.</summary>
/// <param name="Survey">What they say; <see langword="null"/> when the zone was not found.</param>
/// <param name="Below">The referral, when the name is itself a zone of its own.</param>
internal sealed record NameView(Survey? Survey, Referral? Below)
{
    /// <summary>The zone that the name lies in.</summary>
    internal DomainName? Apex => Survey?.Zone.Apex;

    /// <summary>
    /// How the zone above delegates that zone; <see langword="null"/> when nobody asked, or no server of it would say.
    /// </summary>
    internal Referral? Delegation { get; init; }
}
