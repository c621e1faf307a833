using ValidationZone.Accounts;
using ValidationZone.Server.Api.V1.Replies;
using ValidationZone.Wire;

namespace ValidationZone.Server.Api.V1;

/// <summary>What the endpoints of <c>/v1</c> know of the server around them.</summary>
/// <param name="Apex">The zone.</param>
/// <param name="IsStatic">Whether the zone file has taken a name.</param>
/// <param name="Hasher">Seals replies that are kept.</param>
/// <param name="Clock">Tells the time.</param>
internal sealed record V1Zone(DomainName Apex, Func<DomainName, bool> IsStatic, KeyHasher Hasher, TimeProvider Clock)
{
    /// <summary>This moment.</summary>
    internal DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>What a caller is told of a subdomain.</summary>
    internal SubdomainReply Describe(StoredSubdomain stored, HttpContext context) =>
        SubdomainReply.Of(stored, Caller.From(context), Apex, Now);

    /// <summary>Reads a name of an operator's choice; the reason when it cannot be one.</summary>
    internal Problem? ProblemOfName(string text, out Subdomain? name)
    {
        if (!Subdomain.TryParse(text, out name) || name.Under(Apex) is not { } ownerName)
            return ProblemCodes.BadName;

        // It would be stored, never served, and used up for good.
        return IsStatic(ownerName) ? ProblemCodes.NameNotServed : null;
    }
}
