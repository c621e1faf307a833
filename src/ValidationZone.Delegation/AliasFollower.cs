using System.Net;
using ValidationZone.Delegation.Asking;
using ValidationZone.Wire;

namespace ValidationZone.Delegation;

/// <summary>Asks recursive resolvers whether a name is an alias of another one; yes or no, and nothing else.</summary>
/// <remarks>
/// Names of private networks are asked for too: their owners may run an authority of their own, and whoever asks about
/// a name learns only whether it leads to a target that is theirs. Safe from any thread.
/// </remarks>
public sealed class AliasFollower(IReadOnlyList<IPEndPoint> resolvers, TimeProvider time)
{
    /// <summary>As many links as authorities are known to follow.</summary>
    private const int MostLinks = 8;

    private static readonly CheckLimits Limits = new()
    {
        Budget = TimeSpan.FromSeconds(5),
        TriesPerQuestion = 2,
        MaxQuestions = 10,
    };

    /// <summary>Follows a name along its aliases.</summary>
    /// <returns>
    /// Whether the target was reached; <see langword="false"/> also when the resolvers gave no answer in time, or one
    /// whose signatures are wrong.
    /// </returns>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public async Task<bool> LeadsAsync(DomainName name, DomainName target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(target);
        using var budget = new QuestionBudget(Limits, time);
        using var client = new DnsClient(Limits, time, budget);
        DomainName? at = name;
        for (int links = 0; links < MostLinks && at is not null; links++)
        {
            at = await NextAsync(client, at, cancellationToken).ConfigureAwait(false);
            if (target.Equals(at))
                return true;
        }

        return false;
    }

    private async Task<DomainName?> NextAsync(DnsClient client, DomainName name, CancellationToken cancellationToken)
    {
        var asker = new RecursiveResolvers(client, resolvers);
        foreach (IPEndPoint resolver in resolvers)
        {
            Resolved resolved = await asker.AskOneAsync(resolver, name, RecordType.Cname, cancellationToken)
                .ConfigureAwait(false);
            if (resolved.IsAnswered)
                return NextOf(resolved, name);
        }

        return null;
    }

    private static DomainName? NextOf(Resolved resolved, DomainName name)
    {
        // A second one at the same name is against RFC 2181 §10.1, and which of them counts is anybody's guess.
        ResourceRecord[] aliases = [.. resolved.Reply!.AnswersOf(name, RecordType.Cname)];
        return aliases.Length == 1 && !resolved.IsBogus ? aliases[0].ToName() : null;
    }
}
