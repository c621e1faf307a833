using System.Collections.Concurrent;
using System.Net;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Asking;

/// <summary>The recursive resolvers of a check, asked in order until one knows; each question is asked once.</summary>
/// <remarks>
/// Safe from any thread. Zones and addresses are found through them; what stands in them is asked of their own
/// servers, because a resolver shows one answer out of many, and perhaps a remembered one. CAA and DS are read here.
/// </remarks>
internal sealed class RecursiveResolvers(DnsClient client, IReadOnlyList<IPEndPoint> servers)
{
    /// <summary>The words for a question that the budget has left no room for.</summary>
    internal const string NoTimeLeft = "no time left";

    private readonly ConcurrentDictionary<(DomainName Name, RecordType Type), Task<Resolved>> _known = new();

    /// <summary>Whether any of them has replied to anything.</summary>
    internal bool HaveAnswered => servers.Any(client.HasAnswered);

    /// <summary>The resolvers in their order.</summary>
    internal IReadOnlyList<IPEndPoint> Servers => servers;

    /// <summary>Asks for a name and type.</summary>
    /// <returns>The first useful answer; that of the last resolver when none is.</returns>
    internal Task<Resolved> AskAsync(DomainName name, RecordType type, CancellationToken cancellationToken)
    {
        // Such names mean something in private networks only, and what they mean there is nobody's business.
        if (SpecialUseNames.Has(name))
            return Task.FromResult(new Resolved(null, IsBogus: false, "a name that public DNS does not have"));

        // Several steps want the same NS and addresses; asked once, they also cannot differ between two steps.
        return _known.GetOrAdd((name, type), question => AskAllAsync(question.Name, question.Type, cancellationToken));
    }

    /// <summary>Asks one of them.</summary>
    /// <remarks>At most three questions: the second and third only after SERVFAIL.</remarks>
    internal async Task<Resolved> AskOneAsync(
        IPEndPoint server, DomainName name, RecordType type, CancellationToken cancellationToken)
    {
        var question = new Question(name, type) { WantsRecursion = true };
        Asked asked = await client.AskAsync(server, question, cancellationToken).ConfigureAwait(false);
        if (asked.IsUseful)
            return new Resolved(asked.Reply, IsBogus: false, "");

        if (asked.Has(Rcode.ServFail))
        {
            // The same question without the check tells wrong signatures from everything else (RFC 4035 §5.5).
            Asked without = await client.AskAsync(server, question with { IsUnchecked = true }, cancellationToken)
                .ConfigureAwait(false);
            if (without.IsUseful)
                return await AgainAsync(server, question, without.Reply, cancellationToken).ConfigureAwait(false);
        }

        return new Resolved(null, IsBogus: false, Describe(asked))
        {
            IsFailedLookUp = asked.Outcome == AskOutcome.Silent || asked.Has(Rcode.ServFail),
        };
    }

    // A resolver that only had not finished its work has by now; wrong signatures stay wrong.
    private async Task<Resolved> AgainAsync(
        IPEndPoint server, Question question, Reply withoutCheck, CancellationToken cancellationToken)
    {
        Asked again = await client.AskAsync(server, question, cancellationToken).ConfigureAwait(false);
        return again.IsUseful
            ? new Resolved(again.Reply, IsBogus: false, "")
            : new Resolved(withoutCheck, IsBogus: true, "");
    }

    private async Task<Resolved> AskAllAsync(DomainName name, RecordType type, CancellationToken cancellationToken)
    {
        var last = new Resolved(null, IsBogus: false, "there is no resolver");
        foreach (IPEndPoint server in servers)
        {
            // Unlike the C library, which believes the first SERVFAIL: the next resolver may see more.
            last = await AskOneAsync(server, name, type, cancellationToken).ConfigureAwait(false);
            if (last.IsAnswered)
                break;
        }

        return last;
    }

    private static string Describe(Asked asked) => asked.Outcome switch
    {
        AskOutcome.Answered => Mnemonic.Of(asked.Reply!.Rcode),
        AskOutcome.Malformed => "a reply that cannot be read",
        AskOutcome.Unreachable => "no way to its address",
        AskOutcome.Exhausted => NoTimeLeft,
        _ => "no reply",
    };
}
