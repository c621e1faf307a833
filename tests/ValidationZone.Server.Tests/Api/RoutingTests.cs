namespace ValidationZone.Server.Tests;

public sealed class RoutingTests(OpenServer open) : IClassFixture<OpenServer>
{
    private readonly RunningServer _server = open.Server;

    [Theory]
    [InlineData("/")]
    [InlineData("/updates")]
    [InlineData("/update/x")]
    [InlineData("/x/update")]
    [InlineData("/register/register")]
    [InlineData("/.env")]
    [InlineData("/%2Fupdate")]
    [InlineData("/v2/subdomains")]
    public async Task Unknown_path_is_404_in_JSON(string path)
    {
        HttpReply reply = await _server.PostAsync(path, "{}");

        Assert.Equal("""404 {"error": "not_found"}""", reply.ToString());
        Assert.Equal("application/json", reply.Headers["Content-Type"]);
    }

    [Theory]
    [InlineData("GET", "/update", "POST")]
    [InlineData("PUT", "/register", "POST")]
    [InlineData("DELETE", "/present", "POST")]
    [InlineData("PATCH", "/cleanup", "POST")]
    [InlineData("OPTIONS", "/update", "POST")]
    [InlineData("INVENTED", "/update", "POST")]
    [InlineData("POST", "/health", "GET, HEAD")]
    [InlineData("POST", "/ready", "GET, HEAD")]
    [InlineData("DELETE", "/acmedns-storage/www.example.com", "GET, HEAD, POST")]
    public async Task Wrong_method_is_405_and_names_the_right_one(string method, string path, string allow)
    {
        HttpReply reply = await _server.SendAsync(new HttpMethod(method), path);

        Assert.Equal("""405 {"error": "method_not_allowed"}""", reply.ToString());
        Assert.Equal(allow, reply.Headers["Allow"]);
    }

    [Fact]
    public async Task Health_is_an_empty_200()
    {
        HttpReply get = await _server.SendAsync(HttpMethod.Get, "/health");
        HttpReply head = await _server.SendAsync(HttpMethod.Head, "/health");

        Assert.Equal(("200 ", "200 "), (get.ToString(), head.ToString()));
    }

    [Fact]
    public async Task Ready_says_that_nothing_is_missing()
    {
        HttpReply reply = await _server.SendAsync(HttpMethod.Get, "/ready");

        Assert.Equal("""200 {"ready": true, "not_ready": []}""", reply.ToString());
    }

    [Theory]
    [InlineData("/any/prefix/health", 200)]
    [InlineData("/ANY/Prefix//health/", 200)]
    [InlineData("/health", 200)]
    [InlineData("/any/health", 404)]
    [InlineData("/any/prefix", 404)]
    [InlineData("/any/prefix/any/prefix/health", 404)]
    public async Task Base_path_may_stand_in_front(string path, int status)
    {
        await using RunningServer server = await RunningServer.StartAsync(("Api:BasePath", "/any/prefix/"));

        HttpReply reply = await server.SendAsync(HttpMethod.Get, path);

        Assert.Equal(status, reply.Status);
    }

    [Fact]
    public async Task Body_over_4_KiB_is_413_in_JSON()
    {
        HttpReply fits = await _server.PostAsync("/register", "{}" + new string(' ', 4094));
        HttpReply tooLong = await _server.PostAsync("/register", "{}" + new string(' ', 4095));

        Assert.Equal(201, fits.Status);
        Assert.Equal("""413 {"error": "payload_too_large"}""", tooLong.ToString());
    }

    [Fact]
    public async Task Chunked_body_over_4_KiB_is_413_in_JSON()
    {
        string reply = await _server.ExchangeAsync(
            "POST /register HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "1001\r\n" + new string(' ', 0x1001) + "\r\n0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413 ", reply, StringComparison.Ordinal);
        Assert.EndsWith("""{"error": "payload_too_large"}""", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chunked_body_is_read()
    {
        string reply = await _server.ExchangeAsync(
            "POST /register HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 201 ", reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 2\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 2")]
    [InlineData("Transfer-Encoding: chunked, identity")]
    [InlineData("Transfer-Encoding: xchunked")]
    [InlineData("Content-Length: 2\r\nContent-Length: 3")]
    [InlineData("Content-Length: 2, 2")]
    public async Task Request_with_doubtful_length_is_refused_and_the_connection_closed(string headers)
    {
        string reply = await _server.ExchangeAsync(
            $"POST /register HTTP/1.1\r\nHost: x\r\n{headers}\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", reply, StringComparison.Ordinal);
        Assert.Single(reply.Split("HTTP/1.1 ").Skip(1));
    }

    [Theory]
    [InlineData("zz\r\n")]
    [InlineData("1001\r\n")]
    public async Task Reply_to_a_body_that_cannot_be_read_says_that_the_connection_ends(string chunk)
    {
        string reply = await _server.ExchangeAsync(
            $"POST /register HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}");

        Assert.StartsWith("HTTP/1.1 4", reply, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_does_not_say_what_it_runs_on()
    {
        string reply = await _server.ExchangeAsync("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain("Server:", reply, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Too_many_or_too_long_headers_are_refused()
    {
        string many = string.Concat(Enumerable.Range(0, 40).Select(i => $"X-{i}: y\r\n"));
        string longOne = $"X-Long: {new string('y', 9000)}\r\n";

        string tooMany = await _server.ExchangeAsync($"GET /health HTTP/1.1\r\nHost: x\r\n{many}\r\n");
        string tooLong = await _server.ExchangeAsync($"GET /health HTTP/1.1\r\nHost: x\r\n{longOne}\r\n");

        Assert.StartsWith("HTTP/1.1 431 ", tooMany, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431 ", tooLong, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_request_line_is_refused()
    {
        string reply = await _server.ExchangeAsync($"GET /{new string('y', 5000)} HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 414 ", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_over_the_limit_are_refused_and_the_others_go_on()
    {
        await using RunningServer server = await RunningServer.StartLimitedAsync(maxConnections: 1);
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/health")).Status);

        string refused = await server.ExchangeAsync("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Equal("", refused);
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/health")).Status);
    }
}
