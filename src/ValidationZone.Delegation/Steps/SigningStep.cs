using ValidationZone.Delegation.Asking;
using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Zones;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>Looks at what parents say about signatures.</summary>
internal sealed class SigningStep(RecursiveResolvers resolvers)
{
    /// <summary>Whether the parent has a DS for the zone; <see langword="null"/> when nobody could say.</summary>
    internal async Task<bool?> IsSignedAsync(DomainName? zone, CancellationToken cancellationToken)
    {
        if (zone is null)
            return null;

        Resolved resolved = await resolvers.AskAsync(zone, RecordType.Ds, cancellationToken).ConfigureAwait(false);
        return resolved.IsAnswered ? resolved.Reply.AnswersOf(zone, RecordType.Ds).Any() : null;
    }

    /// <summary>The finding for a zone that should be signed and has no keys; <see langword="null"/> otherwise.</summary>
    internal static Finding? WithoutKeys(DomainName zone, bool? isSigned, Survey? keys)
    {
        if (isSigned != true || keys is null || !keys.InOrder.Any() || keys.Of(Standing.Records).Count > 0)
            return null;

        return new Finding(
            "dnssec-ds-without-keys",
            FindingSeverity.Error,
            $"The parent has a DS for {Shown.Name(zone)}, and the zone's servers have no DNSKEY.",
            "Authorities check signatures: for them every answer of the zone is forged.",
            $"Remove from the parent zone the DS records of {zone}");
    }
}
