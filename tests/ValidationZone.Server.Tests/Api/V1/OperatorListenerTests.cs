using System.Net;

namespace ValidationZone.Server.Tests.Api.V1;

/// <summary>Two real ports: one for everybody, one for operators alone.</summary>
public sealed class OperatorListenerTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private RunningServer _server = null!;
    private (string Name, string Value) _token;
    private TestAccount _account = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartInAsync(_folder, ("Api:OperatorListen:0", "http://127.0.0.1:0"));
        _token = ("Authorization", "Bearer " + (await Tokens.CreateAsync(_folder, Accounts.TokenRole.Admin)).Secret);
        _account = await _server.RegisterAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Token_is_taken_only_at_the_operators_port()
    {
        HttpReply elsewhere = await _server.SendAsync(HttpMethod.Get, "/v1/nodes", null, _token);
        HttpReply nobody = await _server.SendAsync(HttpMethod.Get, "/v1/nodes");
        HttpReply there = await SendToOperatorsAsync("/v1/nodes", _token);

        Assert.Equal((401, 200), (elsewhere.Status, there.Status));
        Assert.Equal(V1Server.WithoutId(nobody), V1Server.WithoutId(elsewhere));
    }

    [Fact]
    public async Task Credential_is_taken_only_at_the_other_one()
    {
        string path = $"/v1/subdomains/{_account.Subdomain}";

        HttpReply here = await _server.SendAsync(HttpMethod.Get, path, null, _account.Headers);
        HttpReply there = await SendToOperatorsAsync(path, _account.Headers);

        Assert.Equal((200, 401), (here.Status, there.Status));
    }

    [Theory]
    [InlineData("/register")]
    [InlineData("/update")]
    [InlineData("/health")]
    [InlineData("/ready")]
    public async Task Classic_routes_are_not_found_where_only_operators_listen(string path)
    {
        HttpReply reply = await SendToOperatorsAsync(path, _account.Headers);

        Assert.Equal("""404 {"error": "not_found"}""", reply.ToString());
    }

    [Fact]
    public async Task Document_is_at_both()
    {
        HttpReply here = await _server.SendAsync(HttpMethod.Get, "/openapi/v1.json");
        HttpReply there = await SendToOperatorsAsync("/openapi/v1.json");

        Assert.Equal((200, 200), (here.Status, there.Status));
        Assert.Equal(here.Body, there.Body);
    }

    private async Task<HttpReply> SendToOperatorsAsync(string path, params (string Name, string Value)[] headers)
    {
        IPEndPoint endpoint = Assert.Single(_server.Host.OperatorEndPoints);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{endpoint}{path}"));
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);

        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return await HttpReply.ReadAsync(response);
    }
}
