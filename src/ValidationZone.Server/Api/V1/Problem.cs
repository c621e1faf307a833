using System.Buffers;
using System.Globalization;
using System.Text.Json;
using ValidationZone.Accounts.Audit;

namespace ValidationZone.Server.Api.V1;

/// <summary>What <c>/v1</c> can refuse, as the problem details of RFC 9457.</summary>
/// <remarks>Codes are part of the contract: clients compare them, so none is ever renamed or used for something else.</remarks>
internal sealed class Problem : IResult
{
    /// <summary>The media type of every refusal (RFC 9457 §3).</summary>
    internal const string MediaType = "application/problem+json";

    // An identifier that leads nowhere, so that no client comes to depend on a page (RFC 9457 §3.1.1).
    private const string TypePrefix = "urn:validationzone:problem:";

    private readonly int? _retryAfterSeconds;

    private Problem(int status, string code, string title, string detail, int? retryAfterSeconds = null)
    {
        Status = status;
        Code = code;
        Title = title;
        Detail = detail;
        _retryAfterSeconds = retryAfterSeconds;
    }

    /// <summary>The HTTP status.</summary>
    internal int Status { get; }

    /// <summary>The word that clients compare.</summary>
    internal string Code { get; }

    /// <summary>What the code means, the same each time (RFC 9457 §3.1.3).</summary>
    internal string Title { get; }

    /// <summary>What was wrong this time, and never anything that the client has sent.</summary>
    internal string Detail { get; }

    /// <summary>The refusal with these words; see <see cref="ProblemCodes"/> for all there are.</summary>
    internal static Problem Define(int status, string code, string title, string? detail = null) =>
        new(status, code, title, detail ?? title + ".");

    /// <summary>The same problem, told in more detail.</summary>
    internal Problem Because(string detail) => new(Status, Code, Title, detail, _retryAfterSeconds);

    /// <summary>The same problem, with the time after which another try makes sense.</summary>
    internal Problem RetryAfter(int seconds) => new(Status, Code, Title, Detail, seconds);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        RequestTrail trail = RequestTrail.Of(httpContext)!;
        trail.Refused(AuditOutcome.Of(Code));
        ReadOnlyMemory<byte> body = Write(trail.IdText);
        response.StatusCode = Status;
        response.ContentType = MediaType;
        response.ContentLength = body.Length;
        // A 404 may be cached without being asked to (RFC 9110 §15.5.5), and would hide a name that is made later.
        response.Headers.CacheControl = "no-store";
        // Seconds and not a date (RFC 9110 §10.2.3): the client's clock may be wrong.
        if (_retryAfterSeconds is int seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);

        // One for each way of asking (RFC 9110 §11.6.1), whatever was tried.
        if (Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer, Basic realm=\"validationzone\"";

        return response.BodyWriter.WriteAsync(body).AsTask();
    }

    private ReadOnlyMemory<byte> Write(string requestId)
    {
        var octets = new ArrayBufferWriter<byte>(320);
        using (var writer = new Utf8JsonWriter(octets))
        {
            writer.WriteStartObject();
            writer.WriteString("type", TypePrefix + Code);
            writer.WriteString("title", Title);
            // For whoever has only the body, such as a log (RFC 9457 §3.1.2).
            writer.WriteNumber("status", Status);
            writer.WriteString("detail", Detail);
            writer.WriteString("code", Code);
            // The field that every error of the classic routes has, so that one check serves both.
            writer.WriteString("error", Code);
            writer.WriteString("request_id", requestId);
            writer.WriteEndObject();
        }

        return octets.WrittenMemory;
    }
}
