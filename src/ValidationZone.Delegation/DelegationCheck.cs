using ValidationZone.Delegation.Asking;
using ValidationZone.Delegation.Report;
using ValidationZone.Delegation.Steps;

namespace ValidationZone.Delegation;

/// <summary>Asks the DNS whether a name leads to our zone and an authority would see what we publish.</summary>
/// <remarks>Safe from any thread; each run has sockets, budget and memory of its own.</remarks>
public sealed class DelegationCheck(CheckLimits limits, TimeProvider time)
{
    /// <summary>Checks one domain. Whatever the network does, it ends within its limits, with a report.</summary>
    /// <param name="request">The domain, our zone and the resolvers to begin with.</param>
    /// <param name="cancellationToken">Gives the report up; the limits end a check by themselves.</param>
    /// <returns>
    /// The report; where the budget was spent, with <c>budget-exhausted</c> and what was found until then.
    /// </returns>
    /// <exception cref="OperationCanceledException">The caller wants no report any more.</exception>
    public async Task<CheckReport> RunAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        // Nothing is kept for the next run: what is mended is to be seen at once, and not after the TTL of an old
        // answer.
        using var budget = new QuestionBudget(limits, time);
        using var client = new DnsClient(limits, time, budget);
        return await new CheckRun(request, limits, client, budget).RunAsync(cancellationToken).ConfigureAwait(false);
    }
}
