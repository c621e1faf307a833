namespace ValidationZone.Server.Tests;

/// <summary>One reply of the API.</summary>
public sealed record HttpReply(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public static async Task<HttpReply> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(
                header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new HttpReply((int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }

    public override string ToString() => $"{Status} {Body}";
}
