using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace ValidationZone.Server.Api.V1;

/// <summary>Reads the body of a request, which has one reading or none.</summary>
internal static class V1Body
{
    /// <summary>Reads a body, from which fields may be missing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">What the body is.</param>
    /// <param name="isOptional">Whether no body at all is an object without fields.</param>
    /// <returns>The octets and what they mean, or why they mean nothing.</returns>
    /// <exception cref="BadHttpRequestException">The body is too long, too slow, or badly framed.</exception>
    internal static async Task<(Problem? Problem, T Body, byte[] Octets)> ReadAsync<T>(
        HttpRequest request, JsonTypeInfo<T> type, bool isOptional = false)
        where T : class
    {
        byte[] octets = await RequestBody.ReadAsync(request);
        if (octets.Length == 0 && isOptional)
            return (null, JsonSerializer.Deserialize("{}"u8, type)!, octets);

        // An empty body has no type that could be wrong: it is refused as JSON that is malformed.
        if (octets.Length > 0 && !IsJson(request.ContentType))
            return (ProblemCodes.UnsupportedMediaType, null!, octets);

        T? body = Parse(octets, type);
        return (body is null ? ProblemCodes.MalformedJson : null, body!, octets);
    }

    private static T? Parse<T>(byte[] octets, JsonTypeInfo<T> type)
        where T : class
    {
        // The parser looks only at what it decodes.
        if (!Utf8.IsValid(octets))
            return null;

        try
        {
            return JsonSerializer.Deserialize(octets, type);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, written as an escape.
            return null;
        }
    }

    // No type at all is what small clients send; another one is a client that means something else.
    private static bool IsJson(string? contentType) =>
        string.IsNullOrEmpty(contentType)
        || (MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type)
            // Without a look at parameters: charset means nothing for JSON (RFC 8259 §11), and many clients send it.
            && ApiReply.Json.Equals(type.MediaType, StringComparison.OrdinalIgnoreCase));
}
