using ValidationZone.Tests.Support;
using ValidationZone.Tests.Support.Model;

namespace ValidationZone.Authority.Tests.Model;

/// <summary>
/// What a reply over UDP may be, given the whole reply: all of it, all but addresses nobody asked for, or TC and
/// nothing.
/// </summary>
internal static class TruncationRule
{
    /// <summary>Says what is wrong with the datagram; <see langword="null"/> when nothing is.</summary>
    internal static string? FindBreach(ModelQuery query, DnsReply datagram, DnsReply whole)
    {
        if (datagram.Length > query.UdpLimit)
            return $"{datagram.Length} octets over UDP, where {query.UdpLimit} are the limit";

        if (whole.Length <= query.UdpLimit)
            return datagram.Octets.Span.SequenceEqual(whole.Octets.Span) ? null : $"not the reply of TCP:\n{datagram}";

        bool mustBeCut = whole.Length - LengthOf(whole.Additional) > query.UdpLimit;
        if (datagram.IsTruncated != mustBeCut)
            return $"TC={datagram.IsTruncated} with {whole.Length} octets, limit {query.UdpLimit}:\n{datagram}";

        return mustBeCut ? FindLeftover(datagram, whole) : FindLoss(datagram, whole);
    }

    private static string? FindLeftover(DnsReply datagram, DnsReply whole)
    {
        bool isEmpty = datagram.Answer.Count + datagram.Authority.Count + datagram.Additional.Count == 0;
        bool isSame = datagram.Rcode == whole.Rcode && datagram.FlagBits == (whole.FlagBits | 0x0200);
        bool hasBoth = (datagram.Edns is null) == (whole.Edns is null) && datagram.QuestionText == whole.QuestionText;
        return isEmpty && isSame && hasBoth ? null : $"TC with records or another head:\n{datagram}";
    }

    private static string? FindLoss(DnsReply datagram, DnsReply whole)
    {
        bool isWhole = datagram.AnswerText.SequenceEqual(whole.AnswerText)
            && datagram.Authority.SequenceEqual(whole.Authority)
            && datagram.FlagBits == whole.FlagBits;
        var sets = whole.Additional.GroupBy(record => (record.OwnerName, record.Type)).ToArray();
        bool hasPart = sets.Any(set =>
            datagram.Additional.Count(record => (record.OwnerName, record.Type) == set.Key) is var count
            && count != 0 && count != set.Count());
        return isWhole && !hasPart ? null : $"not whole without TC:\n{datagram}";
    }

    /// <summary>Owner as labels and a pointer to the apex, ten octets, RDATA.</summary>
    private static int LengthOf(IReadOnlyList<DnsRecord> additional) => additional.Sum(record =>
        WireName.ToOctets(record.OwnerName).Length - WireName.ToOctets(AZone.Apex).Length + 12 + record.Rdata.Length);
}
