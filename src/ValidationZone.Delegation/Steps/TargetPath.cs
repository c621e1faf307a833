using ValidationZone.Delegation.Zones;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>Where our own zone leads from the name at which the chain of aliases enters it.</summary>
/// <param name="Names">That name, and each name that an alias of our zone file leads to.</param>
/// <param name="Surveys">What our servers say for TXT, one for each name that was asked for.</param>
/// <param name="End">Why the last name is the last.</param>
internal sealed record TargetPath(IReadOnlyList<DomainName> Names, IReadOnlyList<Survey> Surveys, ChainEnd End)
{
    /// <summary>
    /// What is said where values should be; <see langword="null"/> when the path ends in no such place.
    /// </summary>
    internal Survey? Last => End == ChainEnd.Target ? Surveys[^1] : null;
}
