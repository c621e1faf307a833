using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

/// <summary>One reply of the API.</summary>
public sealed record HttpReply(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public static async Task<HttpReply> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(
                header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        string body = await response.Content.ReadAsStringAsync();
        SecretLedger.KeepRefusal((int)response.StatusCode, $"{string.Join("; ", headers)} {body}");
        if (response.IsSuccessStatusCode)
            SecretLedger.IssueAll(body);

        return new HttpReply((int)response.StatusCode, body, headers);
    }

    public override string ToString() => $"{Status} {Body}";
}
