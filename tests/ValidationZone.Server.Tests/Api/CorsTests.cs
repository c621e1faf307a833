namespace ValidationZone.Server.Tests;

public sealed class CorsTests
{
    private const string Console = "https://console.example.org";

    [Fact]
    public async Task Without_a_list_no_header_is_ever_added()
    {
        await using RunningServer server = await RunningServer.StartAsync();

        HttpReply reply = await server.PostAsync("/register", "{}", ("Origin", Console));

        Assert.DoesNotContain(
            reply.Headers.Keys, name => name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Listed_origin_may_ask_first_and_send_the_key_headers()
    {
        await using RunningServer server = await StartAsync(Console);

        HttpReply reply = await server.SendAsync(
            HttpMethod.Options, "/update", null, ("Origin", Console), ("Access-Control-Request-Method", "POST"));

        Assert.Equal(204, reply.Status);
        Assert.Equal(Console, reply.Headers["Access-Control-Allow-Origin"]);
        Assert.Equal("POST", reply.Headers["Access-Control-Allow-Methods"]);
        Assert.Contains("X-Api-Key", reply.Headers["Access-Control-Allow-Headers"], StringComparison.Ordinal);
        Assert.Equal("Origin", reply.Headers["Vary"]);
    }

    [Fact]
    public async Task Listed_origin_may_read_replies_and_refusals()
    {
        await using RunningServer server = await StartAsync(Console);

        HttpReply created = await server.PostAsync("/register", "{}", ("Origin", Console));
        HttpReply refused = await server.PostAsync("/update", "{}", ("Origin", Console));

        Assert.Equal(Console, created.Headers["Access-Control-Allow-Origin"]);
        Assert.Equal(Console, refused.Headers["Access-Control-Allow-Origin"]);
    }

    [Theory]
    [InlineData("https://evil.example.org")]
    [InlineData("https://console.example.org.evil.example")]
    [InlineData("null")]
    public async Task Other_origin_gets_no_header_and_may_not_ask(string origin)
    {
        await using RunningServer server = await StartAsync(Console);

        HttpReply reply = await server.SendAsync(
            HttpMethod.Options, "/update", null, ("Origin", origin), ("Access-Control-Request-Method", "POST"));

        Assert.Equal(405, reply.Status);
        Assert.False(reply.Headers.ContainsKey("Access-Control-Allow-Origin"));
        Assert.Equal("Origin", reply.Headers["Vary"]);
    }

    [Fact]
    public async Task Star_lists_every_origin()
    {
        await using RunningServer server = await StartAsync("*");

        HttpReply reply = await server.PostAsync("/register", "{}", ("Origin", Console));

        Assert.Equal(Console, reply.Headers["Access-Control-Allow-Origin"]);
    }

    private static Task<RunningServer> StartAsync(string origin) =>
        RunningServer.StartAsync(("Api:CorsOrigins:0", origin));
}
