namespace ValidationZone.Server.Tests;

/// <summary>Where a credential may be used from, seen through HTTP.</summary>
public sealed class AllowFromTests
{
    [Theory]
    [InlineData("127.0.0.0/8", 200)]
    [InlineData("::ffff:127.0.0.1/128", 200)]
    [InlineData("192.0.2.0/24", 401)]
    [InlineData("::1/128", 401)]
    public async Task Connecting_peer_must_be_in_the_list(string network, int status)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        TestAccount account = await server.RegisterAsync($$"""{"allowfrom":["{{network}}"]}""");

        HttpReply reply = await server.UpdateAsync(account, Digests.Next());

        Assert.Equal(status, reply.Status);
    }

    [Fact]
    public async Task Forwarding_header_of_an_untrusted_peer_opens_nothing()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        TestAccount account = await server.RegisterAsync("""{"allowfrom":["192.0.2.0/24"]}""");

        HttpReply reply = await server.PostAsync(
            "/update", account.UpdateBody(Digests.Next()), [.. account.Headers, ("X-Forwarded-For", "192.0.2.1")]);

        Assert.Equal(401, reply.Status);
    }

    [Theory]
    [InlineData("192.0.2.1", 200)]
    [InlineData("198.51.100.1, 192.0.2.1", 200)]
    [InlineData("192.0.2.1, 198.51.100.1", 401)]
    [InlineData("192.0.2.1, 127.0.0.9", 200)]
    [InlineData("192.0.2.1, nonsense", 401)]
    public async Task Forwarding_header_of_a_trusted_proxy_is_read_right_to_left(string header, int status)
    {
        await using RunningServer server = await RunningServer.StartAsync(("Api:TrustedProxies:0", "127.0.0.0/8"));
        TestAccount account = await server.RegisterAsync("""{"allowfrom":["192.0.2.0/24"]}""");

        HttpReply reply = await server.PostAsync(
            "/update", account.UpdateBody(Digests.Next()), [.. account.Headers, ("X-Forwarded-For", header)]);

        Assert.Equal(status, reply.Status);
    }

    [Theory]
    [InlineData("/update")]
    [InlineData("/present")]
    [InlineData("/cleanup")]
    public async Task List_holds_for_every_write(string path)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        TestAccount account = await server.RegisterAsync("""{"allowfrom":["192.0.2.0/24"]}""");
        string digest = Digests.Next();
        string body = path == "/update"
            ? account.UpdateBody(digest)
            : $$"""{"fqdn":"{{account.Fulldomain}}","value":"{{digest}}"}""";

        HttpReply reply = await server.PostAsync(path, body, account.Headers);

        Assert.Equal("""401 {"error": "forbidden"}""", reply.ToString());
    }

    [Fact]
    public async Task Log_shows_the_client_and_not_the_proxy()
    {
        await using RunningServer server = await RunningServer.StartAsync(("Api:TrustedProxies:0", "127.0.0.1"));

        await server.PostAsync("/register", "{}", ("X-Forwarded-For", "203.0.113.9"));

        await server.Log.WaitForAsync("POST register 201 from 203.0.113.9 ");
    }
}
