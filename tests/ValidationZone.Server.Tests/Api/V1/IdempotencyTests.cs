using ValidationZone.Accounts.Audit;

namespace ValidationZone.Server.Tests.Api.V1;

public sealed class IdempotencyTests(V1Server v1) : IClassFixture<V1Server>
{
    [Fact]
    public async Task Same_request_again_gets_the_same_octets_and_makes_nothing_new()
    {
        string mark = $"once-{Guid.NewGuid():N}";
        string key = Guid.NewGuid().ToString();

        HttpReply first = await CreateAsync(key, $$"""{"note":"{{mark}}"}""");
        HttpReply again = await CreateAsync(key, $$"""{"note":"{{mark}}"}""");
        HttpReply listed = await v1.AsAdminAsync("GET", $"/v1/subdomains?note={mark}");

        Assert.Equal((201, 201), (first.Status, again.Status));
        Assert.Equal(first.Body, again.Body);
        Assert.Equal(first.Headers["Location"], again.Headers["Location"]);
        Assert.False(first.Headers.ContainsKey("Idempotent-Replayed"));
        Assert.Equal("true", again.Headers["Idempotent-Replayed"]);
        Assert.Equal(1, V1Server.Parse(listed).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Audit_tells_whose_key_was_told_once_more()
    {
        string key = Guid.NewGuid().ToString();
        await CreateAsync(key, "{}");
        HttpReply again = await CreateAsync(key, "{}");
        string subdomain = V1Server.Parse(again).GetProperty("subdomain").GetString()!;

        AuditEntry entry = await AuditTrail.WaitForAsync(
            v1.Folder, entry => entry.Request.ToString() == again.Headers["X-Request-Id"]);

        Assert.Equal((subdomain, AuditOutcome.Done), (entry.Subdomain?.Text, entry.Outcome));
        Assert.Equal(V1Server.Parse(again).GetProperty("username").GetGuid(), entry.Target);
    }

    [Fact]
    public async Task Other_request_with_the_same_key_is_refused()
    {
        string key = Guid.NewGuid().ToString();
        await CreateAsync(key, """{"note":"a"}""");

        HttpReply otherBody = await CreateAsync(key, """{"note":"b"}""");
        TestAccount account = await v1.RegisterAsync();
        HttpReply otherRoute = await v1.SendAsync(
            "POST", $"/v1/subdomains/{account.Subdomain}/credentials", Headers(key), """{"note":"a"}""");

        Assert.Equal("422 idempotency_key_reused", V1Server.CodeOf(otherBody));
        Assert.Equal("422 idempotency_key_reused", V1Server.CodeOf(otherRoute));
    }

    [Fact]
    public async Task Key_of_another_caller_is_another_key()
    {
        string key = Guid.NewGuid().ToString();

        HttpReply one = await CreateAsync(key, """{"note":"a"}""");
        HttpReply other = await v1.SendAsync(
            "POST", "/v1/subdomains", [.. v1.Bearer("registrar"), ("Idempotency-Key", key)], """{"note":"a"}""");

        Assert.Equal(201, other.Status);
        Assert.NotEqual(one.Body, other.Body);
    }

    [Fact]
    public async Task Added_credential_and_rotated_key_are_repeated_too()
    {
        TestAccount account = await v1.RegisterAsync();
        string credentials = $"/v1/subdomains/{account.Subdomain}/credentials";
        string rotate = $"{credentials}/{account.Username}/rotate";
        (string, string)[] adding = [.. account.Headers, ("Idempotency-Key", "add")];
        (string, string)[] rotating = [.. account.Headers, ("Idempotency-Key", "rotate")];

        HttpReply added = await v1.SendAsync("POST", credentials, adding);
        HttpReply addedAgain = await v1.SendAsync("POST", credentials, adding);
        HttpReply rotated = await v1.SendAsync("POST", rotate, rotating, """{"overlap":60}""");
        HttpReply rotatedAgain = await v1.SendAsync("POST", rotate, rotating, """{"overlap":60}""");

        Assert.Equal((201, 201, added.Body), (added.Status, addedAgain.Status, addedAgain.Body));
        Assert.Equal(added.Headers["Location"], addedAgain.Headers["Location"]);
        Assert.Equal((200, 200, rotated.Body), (rotated.Status, rotatedAgain.Status, rotatedAgain.Body));
        Assert.Equal("true", rotatedAgain.Headers["Idempotent-Replayed"]);
    }

    [Fact]
    public async Task Twenty_at_once_make_one()
    {
        string key = Guid.NewGuid().ToString();

        HttpReply[] replies = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => CreateAsync(key, """{"note":"at once"}""")));

        Assert.All(replies, reply => Assert.Equal(201, reply.Status));
        Assert.Single(replies.Select(reply => reply.Body).Distinct());
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("tab\tbed")]
    public async Task Key_that_is_none_is_refused(string key)
    {
        HttpReply reply = await CreateAsync(key, "{}");

        Assert.Equal("400 bad_idempotency_key", V1Server.CodeOf(reply));
    }

    [Fact]
    public async Task Key_has_128_characters_at_most()
    {
        string unique = Guid.NewGuid().ToString("N");

        HttpReply longest = await CreateAsync(unique.PadRight(128, 'k'), "{}");
        HttpReply longer = await CreateAsync(unique.PadRight(129, 'k'), "{}");

        Assert.Equal(201, longest.Status);
        Assert.Equal("400 bad_idempotency_key", V1Server.CodeOf(longer));
    }

    private (string, string)[] Headers(string key) => [.. v1.Bearer("admin"), ("Idempotency-Key", key)];

    private Task<HttpReply> CreateAsync(string key, string body) =>
        v1.SendAsync("POST", "/v1/subdomains", Headers(key), body);
}
