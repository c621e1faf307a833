using System.Buffers.Binary;
using ValidationZone.Delegation.Asking;
using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Zones;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>Looks at what parents say about signatures.</summary>
internal sealed class SigningStep(RecursiveResolvers resolvers)
{
    private const int DigestAt = 4;
    private const int LongestDigest = 64;

    /// <summary>The DS records that the parent has for a zone; <see langword="null"/> when nobody could say.</summary>
    /// <remarks>
    /// Asked through the resolver, which knows that DS belongs to the parent's side of a cut (RFC 4035 §3.1.4.1).
    /// </remarks>
    internal async Task<IReadOnlyList<ResourceRecord>?> FindAsync(DomainName? zone, CancellationToken cancellationToken)
    {
        if (zone is null)
            return null;

        Resolved resolved = await resolvers.AskAsync(zone, RecordType.Ds, cancellationToken).ConfigureAwait(false);
        return resolved.IsAnswered ? [.. resolved.Reply.AnswersOf(zone, RecordType.Ds)] : null;
    }

    /// <summary>Whether a zone is signed; <see langword="null"/> when nobody could say.</summary>
    // A DS without keys signs nothing.
    internal static bool? IsSigned(IReadOnlyList<ResourceRecord>? signers, Survey? keys) =>
        signers is null ? null : signers.Count > 0 && !AreMissing(keys);

    /// <summary>
    /// The finding for a zone that should be signed and has no keys; <see langword="null"/> otherwise.
    /// </summary>
    internal static Finding? WithoutKeys(DomainName zone, IReadOnlyList<ResourceRecord>? signers, Survey? keys)
    {
        if (signers is not { Count: > 0 } || !AreMissing(keys))
            return null;

        return new Finding(
            "dnssec-ds-without-keys",
            FindingSeverity.Error,
            $"The parent has DS for {Shown.Name(zone)} ({Shown.List(signers.Select(Describe))}), and the zone's servers "
                + "have no DNSKEY.",
            "Authorities check signatures: for them every answer of the zone is forged.",
            "Remove from the parent zone:  "
                + string.Join("  and  ", signers.Select(each => $"{zone} DS {Describe(each)}")));
    }

    private static bool AreMissing(Survey? keys) =>
        keys is not null && keys.InOrder.Any() && keys.Of(Standing.Records).Count == 0;

    // Key tag, algorithm, digest type and digest (RFC 4034 §5.3).
    private static string Describe(ResourceRecord signer)
    {
        ReadOnlySpan<byte> rdata = signer.Rdata.Span;
        return rdata.Length < DigestAt
            ? "malformed"
            : $"{BinaryPrimitives.ReadUInt16BigEndian(rdata)} {rdata[2]} {rdata[3]} {Digest(rdata[DigestAt..])}";
    }

    private static string Digest(ReadOnlySpan<byte> digest) =>
        Convert.ToHexString(digest[..Math.Min(digest.Length, LongestDigest)]);
}
