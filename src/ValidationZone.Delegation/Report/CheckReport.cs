namespace ValidationZone.Delegation.Report;

/// <summary>What a check has found out. Names are texts without the trailing dot, odd octets escaped.</summary>
public sealed record CheckReport
{
    /// <summary>The domain that was checked, without <c>*.</c>.</summary>
    public required string Domain { get; init; }

    /// <summary>The validation domain name, where an authority starts.</summary>
    public required string Name { get; init; }

    /// <summary>The validation zone.</summary>
    public required string Zone { get; init; }

    /// <summary>The zone that the name lies in; <see langword="null"/> when it was not found.</summary>
    public string? ProductionZone { get; init; }

    /// <summary>The name in our zone that the alias leads to; <see langword="null"/> when it leads to none.</summary>
    public string? Target { get; init; }

    /// <summary>Every name from the validation domain name to where the aliases end.</summary>
    public required IReadOnlyList<string> Chain { get; init; }

    /// <summary>How many TXT values stand at the target now; <see langword="null"/> when nobody could say.</summary>
    /// <remarks>
    /// None is no fault: clients publish while a certificate is issued, and remove values afterwards.
    /// </remarks>
    public int? Values { get; init; }

    /// <summary>How long resolvers keep a negative answer of the validation zone, in seconds.</summary>
    /// <remarks>The lesser of the TTL of the SOA and its last field (RFC 2308 §5).</remarks>
    public long? NegativeTtlSeconds { get; init; }

    /// <summary>Whether the production zone is signed; <see langword="null"/> when nobody could say.</summary>
    public bool? IsProductionSigned { get; init; }

    /// <summary>Whether the validation zone is signed; <see langword="null"/> when nobody could say.</summary>
    public bool? IsValidationSigned { get; init; }

    /// <summary>The name servers that were asked.</summary>
    /// <remarks>
    /// Of the first production zone and of ours, one entry for each address; those that only a parent names are among
    /// them.
    /// </remarks>
    public required IReadOnlyList<ServerFact> Servers { get; init; }

    /// <summary>What is not as it should be, errors first, each in the order of the way to the value.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>How many questions were sent.</summary>
    public required int Questions { get; init; }

    /// <summary>What all findings together mean.</summary>
    public CheckVerdict Verdict =>
        // What is known to fail fails, whatever else could not be looked at.
        Findings.Any(finding => finding.Severity == FindingSeverity.Error) ? CheckVerdict.Fails
        : Findings.Any(finding => finding.Severity == FindingSeverity.Unknown) ? CheckVerdict.Unknown
        : CheckVerdict.Works;
}
