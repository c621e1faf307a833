namespace ValidationZone.Server.Tests;

public sealed class RequestIdTests(OpenServer open) : IClassFixture<OpenServer>
{
    [Theory]
    [InlineData("GET", "/health", 200)]
    [InlineData("GET", "/ready", 200)]
    [InlineData("POST", "/register", 201)]
    [InlineData("POST", "/update", 401)]
    [InlineData("POST", "/nowhere", 404)]
    [InlineData("GET", "/update", 405)]
    public async Task Every_reply_has_a_number_of_its_own_that_is_in_the_log(string method, string path, int status)
    {
        HttpReply first = await open.Server.SendAsync(new HttpMethod(method), path);
        HttpReply second = await open.Server.SendAsync(new HttpMethod(method), path);

        Assert.Equal((status, status), (first.Status, second.Status));
        Assert.Matches("^[0-9a-f]{16}$", first.Headers["X-Request-Id"]);
        Assert.NotEqual(first.Headers["X-Request-Id"], second.Headers["X-Request-Id"]);
        await open.Server.Log.WaitForAsync($"[{first.Headers["X-Request-Id"]}]");
    }

    [Fact]
    public async Task Number_that_a_client_sends_is_not_taken()
    {
        const string Theirs = "1234567890abcdef";

        HttpReply reply = await open.Server.SendAsync(HttpMethod.Get, "/health", body: null, ("X-Request-Id", Theirs));

        Assert.NotEqual(Theirs, reply.Headers["X-Request-Id"]);
        Assert.DoesNotContain(Theirs, open.Server.Log.Text, StringComparison.Ordinal);
    }
}
