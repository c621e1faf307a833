using Microsoft.Extensions.Primitives;

namespace ValidationZone.Server.Api;

/// <summary>Lets pages of listed origins call the API from a browser; an empty list adds no header ever.</summary>
internal sealed class CorsPolicy(IReadOnlyList<string> origins)
{
    private const string AllowedHeaders = "Authorization, Content-Type, Idempotency-Key, X-Api-User, X-Api-Key";

    /// <summary>Adds what lets the page read the reply.</summary>
    /// <returns>Whether the request comes from a listed origin.</returns>
    internal bool Apply(HttpContext context)
    {
        if (origins.Count == 0)
            return false;

        // A cache must not hand one origin's reply to another, nor one without the header to any.
        IHeaderDictionary headers = context.Response.Headers;
        headers.Vary = "Origin";
        StringValues origin = context.Request.Headers.Origin;
        if (origin.Count != 1 || !IsListed(origin[0]!))
            return false;

        // The origin itself and never the star, so that one header serves a list of any length.
        headers.AccessControlAllowOrigin = origin;
        return true;
    }

    /// <summary>Answers a browser's question whether it may send the real request.</summary>
    internal static void AnswerPreflight(HttpResponse response, string allow)
    {
        response.Headers.AccessControlAllowMethods = allow;
        response.Headers.AccessControlAllowHeaders = AllowedHeaders;
        // Ten minutes: a removed origin is not let in by browsers for longer.
        response.Headers.AccessControlMaxAge = "600";
        response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Whether a request is such a question.</summary>
    internal static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.AccessControlRequestMethod.Count > 0;

    private bool IsListed(string origin) =>
        // No cookie is ever involved, so a star opens no more than any program without a browser has.
        origins.Contains("*") || origins.Contains(origin, StringComparer.OrdinalIgnoreCase);
}
