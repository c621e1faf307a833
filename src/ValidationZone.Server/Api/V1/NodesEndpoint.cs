using ValidationZone.Accounts;
using ValidationZone.Authority.Zone;
using ValidationZone.Server.Api.V1.Replies;

namespace ValidationZone.Server.Api.V1;

/// <summary><c>GET /v1/nodes</c>: this one, which is all there are.</summary>
internal sealed class NodesEndpoint(string identity, RecordTable table, AccountDirectory directory, TimeProvider clock)
{
    private readonly DateTime _startedAt = clock.GetUtcNow().UtcDateTime;

    /// <summary>Handles one request.</summary>
    internal IResult List() => V1Reply.Of(
        new NodesReply(
        [
            new NodeReply
            {
                Id = identity,
                Role = "single",
                Revision = directory.Revision,
                Serial = table.Serial,
                Subdomains = table.SubdomainCount,
                StartedAt = _startedAt,
                Lag = 0,
            },
        ]),
        V1Json.Default.NodesReply);
}
