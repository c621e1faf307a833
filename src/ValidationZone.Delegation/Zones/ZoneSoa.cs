using ValidationZone.Wire;

namespace ValidationZone.Delegation.Zones;

/// <summary>What the servers of a zone say in its SOA.</summary>
internal static class ZoneSoa
{
    /// <summary>How long resolvers keep a negative answer, in seconds; <see langword="null"/> without a SOA.</summary>
    // The lesser of the SOA's own TTL and its last field (RFC 2308 §5); the longest, should the servers differ.
    internal static long? NegativeTtlSeconds(Survey soa) => Read(soa)
        .Select(each => (long?)Math.Min(each.TtlSeconds, each.Rdata.MinimumSeconds))
        .Max();

    /// <summary>The different serials.</summary>
    internal static IReadOnlyList<uint> Serials(Survey soa) =>
        [.. Read(soa).Select(each => each.Rdata.Serial).Distinct()];

    private static IEnumerable<(uint TtlSeconds, SoaRdata Rdata)> Read(Survey soa)
    {
        foreach (ResourceRecord record in soa.Of(Standing.Records).SelectMany(each => each.Records))
        {
            if (SoaRdata.TryRead(record.Rdata.Span, out SoaRdata? rdata))
                yield return (record.TtlSeconds, rdata);
        }
    }
}
