using System.Net;
using ValidationZone.Delegation.Asking;
using ValidationZone.Delegation.Report;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Steps;

/// <summary>Compares what resolvers say with each other, and with the authoritative servers.</summary>
internal sealed class ResolverStep(RecursiveResolvers resolvers, CheckRequest request)
{
    private DomainName Name => request.Domain.ValidationName;

    /// <summary>Asks the resolvers for the value, as an authority does.</summary>
    internal async Task<IReadOnlyList<ResolverAnswer>> AskAsync(CancellationToken cancellationToken)
    {
        if (!request.ComparesResolvers)
        {
            Resolved resolved =
                await resolvers.AskAsync(Name, RecordType.Txt, cancellationToken).ConfigureAwait(false);
            return [new ResolverAnswer(resolvers.Servers[0], resolved)];
        }

        return await Task.WhenAll(resolvers.Servers.Select(async server => new ResolverAnswer(
            server,
            await resolvers.AskOneAsync(server, Name, RecordType.Txt, cancellationToken).ConfigureAwait(false))))
            .ConfigureAwait(false);
    }

    /// <summary>Judges what they said.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="chain">What the authoritative servers say; <see langword="null"/> when that is not clear.</param>
    /// <param name="isBroken">Whether errors explain a resolver that fails.</param>
    internal FindingList Judge(IReadOnlyList<ResolverAnswer> answers, AliasChain? chain, bool isBroken)
    {
        var findings = new FindingList();
        if (answers.FirstOrDefault(answer => answer.Resolved.IsBogus) is ResolverAnswer bogus)
            findings.Add(Bogus(bogus.Server));

        // A failure that errors explain is no news; that one of several resolvers fails is, for the others did not.
        ResolverAnswer[] failed = [.. answers.Where(answer => !answer.Resolved.IsAnswered)];
        bool isOutOfTime = failed.Any(answer => answer.Resolved.Failure == RecursiveResolvers.NoTimeLeft);
        if (failed.Length > 0 && !isOutOfTime && (!isBroken || failed.Length < answers.Count))
            findings.Add(Failed(failed, failed.Length == answers.Count));

        findings.AddIfAny(Disagreement(answers, chain));
        return findings;
    }

    /// <summary>The finding for resolvers none of which has answered anything.</summary>
    internal static Finding NoResolver(IReadOnlyList<IPEndPoint> servers) => new(
        "resolver-failed",
        FindingSeverity.Unknown,
        $"No answer from {Shown.List(servers.Select(server => server.ToString()))}.",
        "Without a resolver the zones cannot be found.",
        "Name one that answers:  --resolver ADDRESS");

    private Finding Bogus(IPEndPoint server) => new(
        "dnssec-bogus",
        FindingSeverity.Error,
        $"The resolver {server} says SERVFAIL for {Shown.Name(Name)}, and answers when told not to check signatures.",
        "Authorities check signatures, and get no answer either.",
        $"Sign the zone again, or mend the DS in its parent; see what is wrong with  delv {Name} TXT");

    private Finding Failed(ResolverAnswer[] failed, bool areAll) => new(
        "resolver-failed",
        areAll ? FindingSeverity.Unknown : FindingSeverity.Warning,
        $"Asked for {Shown.Name(Name)}: "
            + $"{Shown.List(failed.Select(each => $"{each.Server} says {each.Resolved.Failure}"))}.",
        "An authority asks through resolvers of its own, which may or may not fare better.",
        "Try another one:  --resolver ADDRESS");

    private Finding? Disagreement(IReadOnlyList<ResolverAnswer> answers, AliasChain? chain)
    {
        var ways = new List<string>();
        bool differs = false;
        ResolverPath? first = null;
        foreach (ResolverAnswer answer in answers)
        {
            if (ResolverPath.Of(answer.Resolved, Name) is not ResolverPath path)
                continue;

            first ??= path;
            differs |= path.Words != first.Words || (chain is not null && !path.Follows(chain));
            ways.Add($"{answer.Server}: {path.Words}");
        }

        if (!differs)
            return null;

        if (chain is not null)
            ways.Add($"the zone's own servers: {chain.Words}");

        return new Finding(
            "resolvers-disagree",
            FindingSeverity.Warning,
            Shown.List(ways) + ".",
            "Inside and outside see different zones (split horizon), or a resolver remembers an older answer. The "
                + "authority looks from outside.",
            "If the record is new, wait for the old one's TTL and check again; else change the zone that the internet "
                + "sees.");
    }
}
