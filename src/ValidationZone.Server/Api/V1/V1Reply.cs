using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ValidationZone.Server.Api.V1;

/// <summary>A reply that is no refusal.</summary>
internal sealed class V1Reply : IResult
{
    private readonly int _status;
    private readonly ReadOnlyMemory<byte>? _body;

    private V1Reply(int status, ReadOnlyMemory<byte>? body)
    {
        _status = status;
        _body = body;
    }

    /// <summary>Done, and there is nothing to tell.</summary>
    internal static V1Reply NoContent { get; } = new(StatusCodes.Status204NoContent, body: null);

    private string? Location { get; init; }

    private bool IsReplayed { get; init; }

    /// <summary>A reply of this JSON.</summary>
    internal static V1Reply Of<T>(T value, JsonTypeInfo<T> type) =>
        Of(StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>A reply of these octets.</summary>
    /// <param name="status">The status.</param>
    /// <param name="json">The body.</param>
    /// <param name="location">Where what was created is found (RFC 9110 §10.2.2).</param>
    /// <param name="isReplayed">Whether this is the reply to an earlier request with the same Idempotency-Key.</param>
    internal static V1Reply Of(
        int status, ReadOnlyMemory<byte> json, string? location = null, bool isReplayed = false) =>
        new(status, json) { Location = location, IsReplayed = isReplayed };

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.StatusCode = _status;
        // Keys, names and notes: no cache on the way has any business keeping them.
        response.Headers.CacheControl = "no-store";
        if (Location is not null)
            response.Headers.Location = Location;

        if (IsReplayed)
            response.Headers["Idempotent-Replayed"] = "true";

        return _body is { } body ? ApiReply.SendAsync(response, _status, body) : Task.CompletedTask;
    }
}
