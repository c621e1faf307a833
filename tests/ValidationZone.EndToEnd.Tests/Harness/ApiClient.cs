using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>The HTTP API as a client sees it: every call gives the status, or 0 when there was no reply.</summary>
internal sealed class ApiClient : IDisposable
{
    public const HttpStatusCode NoReply = 0;

    private readonly HttpClient _http;

    public ApiClient(string address)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 64 };
        _http = new HttpClient(handler) { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(2) };
    }

    public async Task<RegisteredAccount> RegisterAsync()
    {
        using HttpResponseMessage reply = await _http.PostAsync("/register", null);
        Assert.Equal(HttpStatusCode.Created, reply.StatusCode);
        RegisteredAccount account =
            (await reply.Content.ReadFromJsonAsync<RegisteredAccount>(JsonSerializerOptions.Web))!;
        SecretLedger.Issue("key", account.Password);
        return account;
    }

    public Task<RegisteredAccount[]> RegisterAsync(int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => RegisterAsync()));

    public Task<HttpStatusCode> TryRegisterAsync() =>
        StatusAsync(() => new HttpRequestMessage(HttpMethod.Post, "/register"));

    public Task<HttpStatusCode> UpdateAsync(RegisteredAccount account, string txt) => StatusAsync(() =>
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/update")
        {
            Content = Json(new { subdomain = account.Subdomain, txt }),
        };
        request.Headers.Add("X-Api-User", account.Username);
        request.Headers.Add("X-Api-Key", account.Password);
        return request;
    });

    public Task<HttpStatusCode> CleanupAsync(RegisteredAccount account, string txt) => StatusAsync(() =>
    {
        byte[] pair = Encoding.ASCII.GetBytes($"{account.Username}:{account.Password}");
        var request = new HttpRequestMessage(HttpMethod.Post, "/cleanup")
        {
            Content = Json(new { fqdn = account.Fulldomain + ".", value = txt }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(pair));
        return request;
    });

    public Task<HttpStatusCode> ReadyAsync() => StatusAsync(() => new HttpRequestMessage(HttpMethod.Get, "/ready"));

    public void Dispose() => _http.Dispose();

    private static StringContent Json<T>(T body) =>
        new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    private async Task<HttpStatusCode> StatusAsync(Func<HttpRequestMessage> request)
    {
        try
        {
            using HttpRequestMessage message = request();
            using HttpResponseMessage reply = await _http.SendAsync(message);
            if (!reply.IsSuccessStatusCode)
                SecretLedger.KeepRefusal((int)reply.StatusCode, await reply.Content.ReadAsStringAsync());
            return reply.StatusCode;
        }
        catch (HttpRequestException)
        {
            return NoReply;
        }
        catch (TaskCanceledException)
        {
            return NoReply;
        }
    }
}
