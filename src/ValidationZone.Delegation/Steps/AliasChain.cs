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
    /// <summary>What our own servers say of the names at which our zone leads on; empty when it does not.</summary>
    internal IReadOnlyList<Survey> Inside { get; private init; } = [];

    /// <summary>The answers about the last name that was asked for.</summary>
    internal Survey? LastSurvey => Inside is [.., Survey inside] ? inside : Views[^1].Survey;

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

    /// <summary>Goes on where our own zone leads, which is known only after its servers were asked.</summary>
    /// <param name="path">The way from the target; <see langword="null"/> when our servers could not be asked.</param>
    // Where the chain never comes to our zone the path begins at the account's name instead, and is no part of it.
    internal AliasChain Through(TargetPath? path) =>
        path is null || Target is null || path is { Names.Count: 1, End: ChainEnd.Target }
            ? this
            : this with { Names = [.. Names, .. path.Names.Skip(1)], End = path.End, Inside = path.Surveys };

    /// <summary>The chain, for a sentence.</summary>
    internal string Words => Shown.Way(Names);
}
