using System.Net;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Zones;

/// <summary>What a parent says of a zone below it: who serves it, and at which addresses.</summary>
/// <remarks>At most as many names and addresses as one reply holds, which is 500 records.</remarks>
internal sealed class Referral
{
    private readonly Dictionary<DomainName, IPAddress[]> _glue;

    private Referral(DomainName apex, IReadOnlyList<DomainName> names, Dictionary<DomainName, IPAddress[]> glue)
    {
        Apex = apex;
        Names = names;
        _glue = glue;
    }

    /// <summary>The zone below.</summary>
    internal DomainName Apex { get; }

    /// <summary>The names of its servers.</summary>
    internal IReadOnlyList<DomainName> Names { get; }

    /// <summary>
    /// The addresses that the parent gives for a server inside the zone; none for others, of which it knows nothing.
    /// </summary>
    internal IReadOnlyList<IPAddress> GlueOf(DomainName name) => _glue.GetValueOrDefault(name) ?? [];

    /// <summary>Reads a referral from a zone to one below it on the way to a name.</summary>
    /// <returns><see langword="null"/> when the reply is none.</returns>
    internal static Referral? Read(Reply reply, DomainName zone, DomainName name)
    {
        if (reply.IsAuthoritative || reply.Answer.Count > 0)
            return null;

        // Down and towards the name: anything else would send us around, or up to the root.
        DomainName? apex = reply.Authority
            .FirstOrDefault(record => record.Type == RecordType.Ns
                && name.IsAtOrBelow(record.OwnerName)
                && record.OwnerName.IsAtOrBelow(zone)
                && !record.OwnerName.Equals(zone))
            ?.OwnerName;
        return apex is null ? null : Create(apex, reply.Authority, reply.Additional);
    }

    /// <summary>What the servers above a zone say when they are asked for its NS records.</summary>
    /// <returns><see langword="null"/> when none of them delegates it.</returns>
    internal static Referral? FromParent(Survey survey)
    {
        // A referral to a zone in between says nothing about this one.
        Referral[] referrals =
        [
            .. survey.Of(Standing.Referral)
                .Select(observation => observation.Referral!)
                .Where(referral => referral.Apex.Equals(survey.Name)),
        ];
        // A server of both zones answers from the lower one (RFC 1034 §4.3.2), so only a referral shows the parent's
        // own
        // records; where every server has both, resolvers see no other records either.
        if (referrals.Length == 0)
            referrals = [.. survey.Of(Standing.Records).Select(each => FromAnswer(each.Reply!, survey.Name))];

        return referrals.Length == 0 ? null : Merge(referrals);
    }

    private static Referral FromAnswer(Reply reply, DomainName apex) => Create(apex, reply.Answer, reply.Additional);

    /// <summary>What several servers of the parent say, taken together.</summary>
    /// <param name="referrals">At least one, all to the same zone.</param>
    /// <remarks>Every name that one of them gives: a resolver may have asked just that one.</remarks>
    internal static Referral Merge(IReadOnlyList<Referral> referrals)
    {
        var glue = referrals
            .SelectMany(referral => referral._glue)
            .GroupBy(entry => entry.Key, entry => entry.Value)
            .ToDictionary(group => group.Key, group => group.SelectMany(addresses => addresses).Distinct().ToArray());
        return new Referral(
            referrals[0].Apex, [.. referrals.SelectMany(referral => referral.Names).Distinct()], glue);
    }

    private static Referral Create(
        DomainName apex, IReadOnlyList<ResourceRecord> servers, IReadOnlyList<ResourceRecord> additional)
    {
        DomainName[] names =
        [
            .. servers
                .Where(record => record.Type == RecordType.Ns && record.OwnerName.Equals(apex))
                .Select(record => record.ToName())
                .Distinct(),
        ];
        // Glue for a name outside the zone would be hearsay (RFC 5452 §6).
        var glue = additional
            .Where(record => record.OwnerName.IsAtOrBelow(apex) && names.Contains(record.OwnerName))
            .Select(record => (record.OwnerName, Address: AddressRecord.Read(record)))
            .Where(entry => entry.Address is not null)
            .GroupBy(entry => entry.OwnerName, entry => entry.Address!)
            .ToDictionary(group => group.Key, group => group.Distinct().ToArray());
        return new Referral(apex, names, glue);
    }
}
