using ValidationZone.Delegation.Report;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>What was found out side by side, once the aliases had been followed.</summary>
internal sealed record Evidence
{
    /// <summary>The validation zone.</summary>
    internal required ValidationView Validation { get; init; }

    /// <summary>What is wrong in the production zone beside the alias.</summary>
    internal required FindingList Production { get; init; }

    /// <summary>What is wrong with CAA.</summary>
    internal required FindingList Caa { get; init; }

    /// <summary>The DS records of the production zone; <see langword="null"/> when nobody could say.</summary>
    internal required IReadOnlyList<ResourceRecord>? ProductionSigners { get; init; }

    /// <summary>The DS records of the validation zone; <see langword="null"/> when nobody could say.</summary>
    internal required IReadOnlyList<ResourceRecord>? ValidationSigners { get; init; }

    /// <summary>What resolvers say of the validation domain name.</summary>
    internal required IReadOnlyList<ResolverAnswer> Answers { get; init; }
}
