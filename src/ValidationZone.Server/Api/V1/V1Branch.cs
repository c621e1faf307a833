using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace ValidationZone.Server.Api.V1;

/// <summary>The framework's routing for <c>/v1</c>, with the gate between the route and its endpoint.</summary>
/// <remarks>
/// Put together at the first request: a server that only serves classic clients has none of it in memory.
/// </remarks>
internal sealed class V1Branch
{
    private readonly Lazy<RequestDelegate> _routes;
    private readonly V1Gate _gate;

    /// <summary>Makes the branch; nothing of it is built yet.</summary>
    internal V1Branch(V1Endpoints endpoints, V1Gate gate)
    {
        _gate = gate;
        _routes = new Lazy<RequestDelegate>(() => Build(routes => V1Routes.Map(routes, endpoints)));
    }

    /// <summary>Handles one request.</summary>
    /// <exception cref="Exception">Whatever goes wrong; the pipeline around this makes a reply of it.</exception>
    internal async Task HandleAsync(HttpContext context, RouteMatch match, IPAddress client)
    {
        HttpRequest request = context.Request;
        // As the classic routes have read it, so that a proxy may strip the base path or leave it, here too.
        (request.PathBase, request.Path) = (match.BasePath, match.Path);
        // Who really asks, for the gate; the address of a proxy has done its part.
        context.Connection.RemoteIpAddress = client;
        string method = request.Method;
        // HEAD is GET without the body, which the server leaves out (RFC 9110 §9.3.2).
        request.Method = HttpMethods.IsHead(method) ? HttpMethods.Get : method;
        try
        {
            await _routes.Value(context);
        }
        finally
        {
            // For the log. The server itself drops the body by what came over the wire.
            request.Method = method;
        }
    }

    private async Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        switch (context.GetEndpoint())
        {
            case null:
                // Before anybody is recognised: which routes there are stands in a public document.
                await ProblemCodes.NotFound.ExecuteAsync(context);
                break;

            case RouteEndpoint route:
                Problem? problem = await _gate.AdmitAsync(context, route, context.Connection.RemoteIpAddress!)
                    ?? CheckQuery(context.Request, route)
                    ?? await ConfirmAsync(context, route);
                await (problem?.ExecuteAsync(context) ?? next(context));
                break;

            default:
                // The framework's own endpoint for a method that no route of this path takes; it lists those there are.
                await next(context);
                await RefuseMethodAsync(context);
                break;
        }
    }

    /// <summary>Refuses parameters on a route that has none; the others look at theirs themselves.</summary>
    // Whoever sends "dry_run=true" with a DELETE must not learn afterwards that there is no such thing.
    private static Problem? CheckQuery(HttpRequest request, RouteEndpoint route) =>
        route.Metadata.GetMetadata<RouteText>() is { Query.Count: 0 } && request.Query.Count > 0
            ? ProblemCodes.BadQuery
            : null;

    /// <summary>Asks again who it is when the body has kept us waiting.</summary>
    // A sender may take half a minute for it. Whoever has a stolen secret could keep requests under way, and they would
    // still work after the secret was revoked.
    private async Task<Problem?> ConfirmAsync(HttpContext context, RouteEndpoint route) =>
        route.Metadata.GetMetadata<RouteText>() is { Body: not null } && await RequestBody.WaitAsync(context.Request)
            ? await _gate.ConfirmAsync(context, context.Connection.RemoteIpAddress!)
            : null;

    private static Task RefuseMethodAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        // The routes know only GET, but HEAD is answered, and Allow names what is (RFC 9110 §10.2.1).
        string allow = headers.Allow.ToString().Replace("GET", "GET, HEAD", StringComparison.Ordinal);
        bool isListedOrigin = headers.AccessControlAllowOrigin.Count > 0;
        if (isListedOrigin && CorsPolicy.IsPreflight(context.Request))
        {
            headers.Allow = StringValues.Empty;
            CorsPolicy.AnswerPreflight(context.Response, allow);
            return Task.CompletedTask;
        }

        headers.Allow = allow;
        return ProblemCodes.MethodNotAllowed.ExecuteAsync(context);
    }

    private RequestDelegate Build(Action<IEndpointRouteBuilder> map)
    {
        // A container of its own, so that no route is looked for, and nothing of routing is made, before this.
        var services = new ServiceCollection();
        services.AddRouting();
        // Routing cannot be made without one, which a whole host would have brought along.
        var listener = new DiagnosticListener("ValidationZone.Api.V1");
        services.AddSingleton(listener).AddSingleton<DiagnosticSource>(listener);
        // The framework's routing would log paths, which hold names.
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));

        var app = new ApplicationBuilder(services.BuildServiceProvider());
        app.UseRouting();
        app.Use(AdmitAsync);
        app.UseEndpoints(map);
        return app.Build();
    }
}
