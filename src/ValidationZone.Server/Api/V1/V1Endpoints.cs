namespace ValidationZone.Server.Api.V1;

/// <summary>What the routes of <c>/v1</c> lead to.</summary>
internal sealed record V1Endpoints(
    SubdomainsEndpoint Subdomains,
    CredentialsEndpoint Credentials,
    ValuesEndpoint Values,
    TimelineEndpoint Timeline,
    AuditEndpoint Audit,
    CheckEndpoint Check,
    NodesEndpoint Nodes);
