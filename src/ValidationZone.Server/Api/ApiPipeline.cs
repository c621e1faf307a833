using System.Net;
using Microsoft.AspNetCore.Connections;
using ValidationZone.Accounts;
using ValidationZone.Server.Api.V1;

namespace ValidationZone.Server.Api;

/// <summary>One request from its path to its line in the log; the edge at which every fault becomes a reply.</summary>
internal sealed class ApiPipeline(
    RouteTable routes,
    ClientAddress addresses,
    CorsPolicy cors,
    ApiEndpoints endpoints,
    RequestTrails trails,
    ILogger log,
    TimeProvider clock)
{
    /// <summary>Handles one request; never throws.</summary>
    internal async Task HandleAsync(HttpContext context)
    {
        // Outside of the barrier: neither can throw, whatever path and headers hold.
        RouteMatch match = routes.Match(context.Request.Path.Value ?? "/");
        IPAddress client = addresses.Resolve(context.Connection.RemoteIpAddress, context.Request.Headers);
        RequestTrail trail = trails.Begin(context, client);
        try
        {
            await DispatchAsync(context, match, client);
        }
        catch (Exception e)
        {
            await FailAsync(context, match, e);
        }

        long ended = clock.GetTimestamp();
        int status = context.Response.StatusCode;
        trails.End(trail, ended, isReplied: status != StatusCodes.Status499ClientClosedRequest);
        var line = new RequestLine(
            LoggedMethod(context.Request.Method),
            LoggedRoute(context, match),
            status,
            client,
            clock.GetElapsedTime(trail.StartedAt, ended),
            trail.IdText);
        Log.RequestServed(log, line);
    }

    private Task DispatchAsync(HttpContext context, RouteMatch match, IPAddress client)
    {
        // First, so that a page can read refusals too.
        bool isListedOrigin = cors.Apply(context);
        // Before the route, so that not even a 404 leaves a smuggled request behind it on the connection.
        if (HasTwoLengths(context.Request.Headers))
        {
            context.Response.Headers.Connection = "close";
            return RefuseAsync(context, match, ApiError.BadRequest);
        }

        if (match.Route == Route.V1)
            return endpoints.HandleAsync(context, match, client);

        // Where only operators listen, nothing else is to be found.
        bool isElsewhere = match.Route != Route.OpenApi && context.Features.Get<OperatorListener>() is not null;
        if (match.Route == Route.Unknown || isElsewhere)
            return ApiReply.RefuseAsync(context.Response, ApiError.NotFound);

        if (match.Takes(context.Request.Method))
            return endpoints.HandleAsync(context, match, client);

        if (isListedOrigin && CorsPolicy.IsPreflight(context.Request))
        {
            CorsPolicy.AnswerPreflight(context.Response, match.Allow);
            return Task.CompletedTask;
        }

        // No 405 without it (RFC 9110 §15.5.6).
        context.Response.Headers.Allow = match.Allow;
        return ApiReply.RefuseAsync(context.Response, ApiError.MethodNotAllowed);
    }

    // The server takes Transfer-Encoding and sets Content-Length aside under another name. A proxy in front may have
    // believed the other one, and what it thinks is the next request would then be smuggled past it (RFC 9112 §6.3).
    private static bool HasTwoLengths(IHeaderDictionary headers) =>
        headers.TransferEncoding.Count > 0
        && (headers.ContentLength is not null || headers.ContainsKey("X-Content-Length"));

    private Task FailAsync(HttpContext context, RouteMatch match, Exception fault)
    {
        if (IsDisconnect(fault, context.RequestAborted))
        {
            Log.ClientLeft(log, RouteTable.NameOf(match.Route));
            // Nobody receives it. But the default is 200, and the log would show a change that was never made as done.
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;

            return Task.CompletedTask;
        }

        ApiError error = ToError(match, fault);
        // Half a reply cannot be taken back; cutting the connection tells the client that it is not whole.
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        // Where this request ends and the next would begin is not known, and a proxy must not send it another.
        if (fault is BadHttpRequestException)
            context.Response.Headers.Connection = "close";

        return RefuseAsync(context, match, error);
    }

    private static Task RefuseAsync(HttpContext context, RouteMatch match, ApiError error) =>
        match.Route == Route.V1
            ? ProblemCodes.Of(error).ExecuteAsync(context)
            : ApiReply.RefuseAsync(context.Response, error);

    // A reset is thrown a moment before the token tells of it, and is no bug of ours: anybody can send one.
    private static bool IsDisconnect(Exception fault, CancellationToken aborted) =>
        fault is ConnectionResetException or ConnectionAbortedException
        || (aborted.IsCancellationRequested
            && fault is (OperationCanceledException or IOException) and not BadHttpRequestException);

    private ApiError ToError(RouteMatch match, Exception fault)
    {
        switch (fault)
        {
            case BadHttpRequestException refusal:
                return ApiError.For(refusal);
            case StoreUnavailableException:
                Log.StoreUnavailable(log, RouteTable.NameOf(match.Route), fault.Message);
                return ApiError.StorageUnavailable;
            default:
                Log.RequestFault(log, RouteTable.NameOf(match.Route), fault);
                return ApiError.Internal;
        }
    }

    // Below /v1 its pattern: a path holds names.
    private static string LoggedRoute(HttpContext context, RouteMatch match) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? RouteTable.NameOf(match.Route);

    // A client may invent methods of any length and put anything in them.
    private static string LoggedMethod(string method) =>
        HttpMethods.IsPost(method) || HttpMethods.IsGet(method)
        || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method)
        || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method) || HttpMethods.IsDelete(method)
            ? method
            : "other";
}
