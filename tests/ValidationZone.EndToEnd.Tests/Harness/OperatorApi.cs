using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>The routes below /v1, with the token of an operator.</summary>
internal sealed class OperatorApi : IDisposable
{
    private readonly HttpClient _http;

    public OperatorApi(ServerProcess server, string token)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        _http = new HttpClient(handler) { BaseAddress = new Uri(server.Address) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task<(HttpStatusCode Status, string Body)> SendAsync(string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using HttpResponseMessage reply = await _http.SendAsync(request);
        return (reply.StatusCode, await reply.Content.ReadAsStringAsync());
    }

    public async Task<HttpStatusCode> StatusAsync(string method, string path, object? body = null) =>
        (await SendAsync(method, path, body)).Status;

    /// <summary>Creates the subdomain of this name, with its first credential.</summary>
    public async Task<RegisteredAccount> CreateAsync(string name) =>
        Read(name, await SendAsync("POST", "/v1/subdomains", new { name }));

    /// <summary>Another credential of an account's subdomain.</summary>
    public async Task<RegisteredAccount> AddCredentialAsync(RegisteredAccount account)
    {
        (HttpStatusCode Status, string Body) reply =
            await SendAsync("POST", $"/v1/subdomains/{account.Subdomain}/credentials");
        return Read(account.Subdomain, reply) with { Fulldomain = account.Fulldomain };
    }

    public void Dispose() => _http.Dispose();

    private static RegisteredAccount Read(string name, (HttpStatusCode Status, string Body) reply)
    {
        Assert.Equal(HttpStatusCode.Created, reply.Status);
        using var document = JsonDocument.Parse(reply.Body);
        JsonElement made = document.RootElement;
        string fulldomain = made.TryGetProperty("fulldomain", out JsonElement found) ? found.GetString()! : "";
        return new RegisteredAccount(
            made.GetProperty("username").GetString()!, made.GetProperty("key").GetString()!, fulldomain, name);
    }
}
