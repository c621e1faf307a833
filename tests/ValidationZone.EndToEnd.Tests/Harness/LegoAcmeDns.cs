using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>The requests of lego's acme-dns provider with storage over HTTP, in its order and its words.</summary>
/// <remarks>
/// Both addresses carry the token as a password, of which Go's HTTP client makes Basic authentication on each request.
/// </remarks>
internal sealed class LegoAcmeDns : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly string _server;
    private readonly string _authorization;

    public LegoAcmeDns(string server, string token)
    {
        _server = server;
        _authorization = Convert.ToBase64String(Encoding.ASCII.GetBytes($"x:{token}"));
    }

    /// <summary>What a run of lego tells to do, instead of going on.</summary>
    public string? WantedAlias { get; private set; }

    /// <summary>Publishes a value; <see langword="false"/> when lego ends here and wants a CNAME first.</summary>
    public async Task<bool> PresentAsync(string domain, string value, Func<string, Task> onRegistered)
    {
        RegisteredAccount? account = await FetchAsync(domain);
        if (account is null)
        {
            account = await RegisterAsync();
            await onRegistered(account.Fulldomain);
            if (!await PutAsync(domain, account))
            {
                WantedAlias = $"_acme-challenge.{domain}. CNAME {account.Fulldomain}.";
                return false;
            }
        }

        await UpdateAsync(account, value);
        return true;
    }

    public void Dispose() => _http.Dispose();

    private async Task<RegisteredAccount?> FetchAsync(string domain)
    {
        (HttpStatusCode status, string body) = await SendAsync(HttpMethod.Get, $"/acmedns-storage/{domain}", null);
        if (status == HttpStatusCode.NotFound)
            return null;

        Assert.Equal(HttpStatusCode.OK, status);
        return JsonSerializer.Deserialize<RegisteredAccount>(body, JsonSerializerOptions.Web);
    }

    private async Task<RegisteredAccount> RegisterAsync()
    {
        // Nobody asked for a list of addresses, so it is the JSON of a pointer to nothing.
        (HttpStatusCode status, string body) = await SendAsync(HttpMethod.Post, "/register", "null\n");
        Assert.Equal(HttpStatusCode.Created, status);
        return JsonSerializer.Deserialize<RegisteredAccount>(body, JsonSerializerOptions.Web)!;
    }

    private async Task<bool> PutAsync(string domain, RegisteredAccount account)
    {
        string body = JsonSerializer.Serialize(new
        {
            fulldomain = account.Fulldomain,
            subdomain = account.Subdomain,
            username = account.Username,
            password = account.Password,
            server_url = _server,
        });
        (HttpStatusCode status, _) = await SendAsync(HttpMethod.Post, $"/acmedns-storage/{domain}", body + "\n");
        Assert.True((int)status / 100 == 2, $"{status}");
        return status == HttpStatusCode.Created;
    }

    private async Task UpdateAsync(RegisteredAccount account, string value)
    {
        string body = JsonSerializer.Serialize(new { subdomain = account.Subdomain, txt = value });
        (HttpStatusCode status, _) = await SendAsync(
            HttpMethod.Post, "/update", body + "\n", ("X-Api-User", account.Username), ("X-Api-Key", account.Password));
        Assert.Equal(HttpStatusCode.OK, status);
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(
        HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, _server + path);
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", _authorization);
        foreach ((string name, string value) in headers)
            request.Headers.Add(name, value);

        if (body is not null)
            request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));

        using HttpResponseMessage reply = await _http.SendAsync(request);
        return (reply.StatusCode, await reply.Content.ReadAsStringAsync());
    }
}
