using System.Globalization;
using System.IO.Pipelines;
using ValidationZone.Accounts;

namespace ValidationZone.Server.Api;

/// <summary>Writes replies: one line of JSON each.</summary>
internal static class ApiReply
{
    /// <summary>The media type of every body.</summary>
    internal const string Json = "application/json";

    /// <summary>Refuses.</summary>
    internal static Task RefuseAsync(HttpResponse response, ApiError error)
    {
        RequestTrail.Of(response.HttpContext)?.Refused(error.Outcome);
        if (error.RetryAfterSeconds is int seconds)
            // Seconds and no date: clients written in shell read it.
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);

        // RFC 9110 §15.5.2 wants a challenge with each 401. It is always the same, whatever was missing.
        if (error.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Basic realm=\"ValidationZone\"";

        return SendAsync(response, error.Status, error.Body);
    }

    /// <summary>Says that a digest is served.</summary>
    internal static Task PublishedAsync(HttpResponse response, ChallengeDigest digest)
    {
        ReadOnlySpan<byte> before = "{\"txt\": \""u8;
        ReadOnlySpan<byte> after = "\"}"u8;
        int length = before.Length + ChallengeDigest.Length + after.Length;
        Begin(response, StatusCodes.Status200OK, length);

        // Into the server's own buffer: this is the reply that there are thousands of in a second.
        PipeWriter writer = response.BodyWriter;
        Span<byte> body = writer.GetSpan(length);
        before.CopyTo(body);
        digest.Octets.Span.CopyTo(body[before.Length..]);
        after.CopyTo(body[(length - after.Length)..]);
        writer.Advance(length);
        return writer.FlushAsync().AsTask();
    }

    /// <summary>Sends a body.</summary>
    internal static Task SendAsync(HttpResponse response, int status, ReadOnlyMemory<byte> body)
    {
        Begin(response, status, body.Length);
        // For HEAD too: the server sends the headers with this length and drops the body.
        return response.BodyWriter.WriteAsync(body).AsTask();
    }

    private static void Begin(HttpResponse response, int status, int length)
    {
        response.StatusCode = status;
        response.ContentType = Json;
        // A known length spares small clients the chunk framing.
        response.ContentLength = length;
    }
}
