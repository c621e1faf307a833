using System.Security.Cryptography;

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
        // RFC 9110 §13.1.2 asks for more: a list on one line, or a weak tag, is not recognised here, and the
        // document is sent.
        if (context.Request.Headers.IfNoneMatch.Contains(tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return ApiReply.SendAsync(response, StatusCodes.Status200OK, octets);
    }

    private static (byte[] Octets, string Tag) Load()
    {
        using Stream resource = typeof(OpenApiEndpoint).Assembly.GetManifestResourceStream(Resource)!;
        var octets = new byte[resource.Length];
        resource.ReadExactly(octets);
        return (octets, $"\"{Convert.ToHexStringLower(SHA256.HashData(octets).AsSpan(0, 8))}\"");
    }
}
