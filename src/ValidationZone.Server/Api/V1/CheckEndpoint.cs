using System.Net;
using System.Text;
using ValidationZone.Delegation;
using ValidationZone.Delegation.Report;
using ValidationZone.Server.Api.V1.Requests;
using ValidationZone.Wire;

namespace ValidationZone.Server.Api.V1;

/// <summary><c>POST /v1/check</c>: the check of the command line, for operators who are elsewhere.</summary>
internal sealed class CheckEndpoint(IReadOnlyList<IPEndPoint> resolvers, DomainName apex, TimeProvider clock)
{
    // Servers of strangers are asked from here: at addresses that they could reach themselves, and not for long.
    private static readonly CheckLimits Limits =
        new() { Budget = TimeSpan.FromSeconds(10), GlobalAddressesOnly = true };

    private readonly CheckAllowance _allowance = new(clock);

    /// <summary>Handles one request.</summary>
    internal async Task<IResult> HandleAsync(HttpContext context)
    {
        (Problem? problem, DomainToCheck body, _) =
            await V1Body.ReadAsync(context.Request, V1Json.Default.DomainToCheck);
        if (problem is not null)
            return problem;

        if (!CheckedDomain.TryParse(body.Domain, isWildcard: false, out CheckedDomain? domain, out string? reason))
            return ProblemCodes.BadDomain.Because($"The domain cannot be checked: {reason}.");

        if (resolvers.Count == 0)
            return ProblemCodes.NoResolver;

        // The last look before it begins: what cannot be carried out uses up nothing.
        if (!_allowance.TryBegin(Caller.From(context).Token!.Id, out int retryAfterSeconds))
            return ProblemCodes.TooManyRequests.RetryAfter(retryAfterSeconds);

        try
        {
            var request = new CheckRequest { Domain = domain, Zone = apex, Resolvers = resolvers };
            CheckReport report = await new DelegationCheck(Limits, clock).RunAsync(request, context.RequestAborted);
            return V1Reply.Of(StatusCodes.Status200OK, Encoding.UTF8.GetBytes(ReportJson.Write(report)));
        }
        finally
        {
            // Also when the client has left or a fault was thrown: two such checks would else close the route for good.
            _allowance.End();
        }
    }
}
