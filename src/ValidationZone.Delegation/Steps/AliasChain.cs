using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Zones;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>The aliases from the validation domain name on, as authoritative servers give them.</summary>
/// <param name="Names">The validation domain name, and each name that an alias leads to.</param>
/// <param name="Views">What the servers of their zones say, one for each name that was asked for.</param>
/// <param name="End">Why the last name is the last.</param>
internal sealed record AliasChain(
    IReadOnlyList<DomainName> Names, IReadOnlyList<NameView> Views, ChainEnd End)
{
    /// <summary>How many aliases were followed.</summary>
    internal int Links => Names.Count - 1;

    /// <summary>The validation domain name.</summary>
    internal DomainName Start => Names[0];

    /// <summary>Where the chain ends.</summary>
    internal DomainName Last => Names[^1];

    /// <summary>The validation domain name as the production zone shows it.</summary>
    internal NameView First => Views[0];

    /// <summary>The name in our zone that the chain leads to; <see langword="null"/> when it leads to none.</summary>
    internal DomainName? Target => End == ChainEnd.Target ? Last : null;

    /// <summary>The chain, for a sentence.</summary>
    internal string Words => Shown.Way(Names);
}
