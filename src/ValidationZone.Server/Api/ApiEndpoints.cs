using System.Diagnostics;
using System.Net;
using ValidationZone.Server.Api.V1;

namespace ValidationZone.Server.Api;

/// <summary>Route to endpoint.</summary>
internal sealed record ApiEndpoints(
    RegisterEndpoint Register,
    UpdateEndpoint Update,
    HttpReqEndpoint HttpReq,
    AccountStorageEndpoint AccountStorage,
    HealthEndpoint Health,
    V1Branch V1)
{
    private readonly OpenApiEndpoint _openApi = new();

    /// <summary>Hands a request to its endpoint.</summary>
    internal Task HandleAsync(HttpContext context, RouteMatch match, IPAddress client) => match.Route switch
    {
        Route.Update => Update.HandleAsync(context, client),
        Route.Register => Register.HandleAsync(context, match.Token, client),
        Route.Present => HttpReq.HandleAsync(context, client, isPresent: true),
        Route.Cleanup => HttpReq.HandleAsync(context, client, isPresent: false),
        Route.AccountStorage => AccountStorage.HandleAsync(context, match, client),
        Route.Health => HealthEndpoint.LiveAsync(context),
        Route.Ready => Health.ReadyAsync(context),
        Route.V1 => V1.HandleAsync(context, match, client),
        Route.OpenApi => _openApi.HandleAsync(context),
        _ => throw new UnreachableException("an unknown route has no endpoint"),
    };
}
