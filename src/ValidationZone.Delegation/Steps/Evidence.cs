using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Zones;
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

    /// <summary>What its servers say of its keys; <see langword="null"/> when nobody was asked.</summary>
    internal required Survey? ProductionKeys { get; init; }

    /// <summary>The DS records of the validation zone; <see langword="null"/> when nobody could say.</summary>
    internal required IReadOnlyList<ResourceRecord>? ValidationSigners { get; init; }

    /// <summary>What resolvers say of the validation domain name.</summary>
    internal required IReadOnlyList<ResolverAnswer> Answers { get; init; }

    /// <summary>Whether the production zone is signed; <see langword="null"/> when nobody could say.</summary>
    internal bool? IsProductionSigned => SigningStep.IsSigned(ProductionSigners, ProductionKeys);

    /// <summary>Whether the validation zone is signed; <see langword="null"/> when nobody could say.</summary>
    internal bool? IsValidationSigned => SigningStep.IsSigned(ValidationSigners, Validation.Keys);
}
