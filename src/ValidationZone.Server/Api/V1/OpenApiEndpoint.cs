using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ValidationZone.Server.Api.V1;

/// <summary><c>GET /openapi/v1.json</c>: the document that the tests have made of the routes.</summary>
internal sealed class OpenApiEndpoint
{
    private const string Resource = "openapi-v1.json";

    // Read at the first request: most servers are never asked, and the tag is a hash of it all.
    private readonly Lazy<(byte[] Octets, string Tag)> _document = new(Load);

    /// <summary>Handles one request.</summary>
    internal Task HandleAsync(HttpContext context)
    {
        (byte[] octets, string tag) = _document.Value;
        HttpResponse response = context.Response;
        // The same for everyone, and only another version of the server has another one.
        response.Headers.CacheControl = "public, max-age=3600";
        response.Headers.ETag = tag;
        if (IsKnown(context.Request.Headers.IfNoneMatch, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return ApiReply.SendAsync(response, StatusCodes.Status200OK, octets);
    }

    /// <summary>Whether the client has this document: any of a list, weak or not, or "*" (RFC 9110 §13.1.2).</summary>
    private static bool IsKnown(StringValues tags, string tag) =>
        EntityTagHeaderValue.TryParseList(tags, out IList<EntityTagHeaderValue>? known)
        && known.Any(one =>
            one.Equals(EntityTagHeaderValue.Any)
            || one.Compare(new EntityTagHeaderValue(tag), useStrongComparison: false));

    private static (byte[] Octets, string Tag) Load()
    {
        using Stream resource = typeof(OpenApiEndpoint).Assembly.GetManifestResourceStream(Resource)!;
        var octets = new byte[resource.Length];
        resource.ReadExactly(octets);
        return (octets, $"\"{Convert.ToHexStringLower(SHA256.HashData(octets).AsSpan(0, 8))}\"");
    }
}
