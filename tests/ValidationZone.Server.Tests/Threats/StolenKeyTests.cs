using System.Net;
using System.Text.Json;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;
using ValidationZone.Server.Tests.Api.V1;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests.Threats;

/// <summary>Somebody has the key of one customer's server: what that opens, for how long, and who sees it.</summary>
public sealed class StolenKeyTests(V1Server v1) : IClassFixture<V1Server>
{
    [Fact]
    public async Task Key_changes_its_own_name_and_no_other_by_any_route()
    {
        TestAccount stolen = await v1.RegisterAsync();
        TestAccount victim = await v1.RegisterAsync();
        string value = Digests.Next();
        await v1.Server.UpdateAsync(victim, value);

        string own = $"/v1/subdomains/{victim.Subdomain}";
        string body = JsonSerializer.Serialize(new { fqdn = victim.Fulldomain, value });
        HttpReply[] replies =
        [
            await v1.Server.PostAsync("/update", victim.UpdateBody(Digests.Next()), stolen.Headers),
            await v1.SendAsync("POST", "/present", V1Server.Basic(stolen), body),
            await v1.SendAsync("POST", "/cleanup", V1Server.Basic(stolen), body),
            await v1.SendAsync("PUT", $"{own}/values/{Digests.Next()}", stolen.Headers),
            await v1.SendAsync("DELETE", $"{own}/values/{value}", stolen.Headers),
            await v1.SendAsync("PATCH", own, stolen.Headers, """{"enabled":false}"""),
            await v1.SendAsync("DELETE", own, stolen.Headers),
            await v1.SendAsync("POST", $"{own}/credentials", stolen.Headers),
            await v1.SendAsync("DELETE", $"{own}/credentials/{victim.Username}", stolen.Headers),
            await v1.SendAsync("POST", $"{own}/credentials/{victim.Username}/rotate", stolen.Headers),
        ];

        Assert.All(replies, reply => Assert.True(reply.Status is 401 or 403 or 404, reply.ToString()));
        Assert.Equal([value], (await v1.Server.AskAsync(victim.Fulldomain)).Texts);
        Assert.Equal(200, (await v1.Server.UpdateAsync(victim, value)).Status);
    }

    [Fact]
    public async Task Key_works_only_from_its_networks()
    {
        TestAccount account = await v1.Server.RegisterAsync("""{"allowfrom": ["192.0.2.0/24"]}""");
        string txt = Digests.Next();

        HttpReply[] replies =
        [
            await v1.Server.UpdateAsync(account, txt),
            await v1.SendAsync("PUT", $"/v1/subdomains/{account.Subdomain}/values/{txt}", account.Headers),
            await v1.SendAsync(
                "POST", $"/v1/subdomains/{account.Subdomain}/credentials/{account.Username}/rotate", account.Headers),
            await v1.SendAsync("POST", $"/v1/subdomains/{account.Subdomain}/credentials", account.Headers),
        ];

        Assert.All(replies, reply => Assert.Equal(401, reply.Status));
        Assert.Empty((await v1.Server.AskAsync(account.Fulldomain)).Texts);
    }

    [Fact]
    public async Task Key_ends_at_its_expiry_which_it_cannot_move()
    {
        using var folder = new TempFolder();
        var clock = new FakeClock();
        await using RunningServer server = await RunningServer.StartInAsync(folder, clock);
        TestAccount account = await server.RegisterAsync();
        string token = (await Tokens.CreateAsync(folder, TokenRole.Admin)).Secret;
        (string, string) admin = ("Authorization", "Bearer " + token);
        string path = $"/v1/subdomains/{account.Subdomain}/credentials/{account.Username}";
        string expiry = $$"""{"expires":"{{clock.GetUtcNow().AddHours(1):yyyy-MM-ddTHH:mm:ssZ}}"}""";

        HttpReply set = await server.SendAsync(HttpMethod.Patch, path, expiry, [admin, .. V1Server.Json]);
        HttpReply moved = await server.SendAsync(
            HttpMethod.Patch, path, """{"expires":null}""", [.. account.Headers, .. V1Server.Json]);
        clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        HttpReply before = await server.UpdateAsync(account, Digests.Next());
        clock.Advance(TimeSpan.FromSeconds(1));
        HttpReply after = await server.UpdateAsync(account, Digests.Next());

        Assert.Equal([200, 403, 200, 401], new[] { set, moved, before, after }.Select(reply => reply.Status));
    }

    [Fact]
    public async Task Rotation_by_an_admin_ends_it_at_once()
    {
        TestAccount account = await v1.RegisterAsync();

        HttpReply rotated = await v1.AsAdminAsync(
            "POST", $"/v1/subdomains/{account.Subdomain}/credentials/{account.Username}/rotate");
        TestAccount renewed = account with { Password = V1Server.Parse(rotated).GetProperty("key").GetString()! };

        Assert.Equal(401, (await v1.Server.UpdateAsync(account, Digests.Next())).Status);
        Assert.Equal(200, (await v1.Server.UpdateAsync(renewed, Digests.Next())).Status);
    }

    [Fact]
    public async Task Its_use_is_in_the_audit_and_in_the_timeline_of_the_name()
    {
        TestAccount account = await v1.RegisterAsync();
        HttpReply update = await v1.Server.UpdateAsync(account, Digests.Next());

        AuditEntry entry = await AuditTrail.WaitForAsync(
            v1.Folder, found => found.Request.ToString() == update.Headers["X-Request-Id"]);
        HttpReply timeline = await v1.SendAsync(
            "GET", $"/v1/subdomains/{account.Subdomain}/timeline", v1.Bearer("viewer"));

        Assert.Equal((AuditAction.ValuePublished, IPAddress.Loopback), (entry.Action, entry.Source));
        Assert.Equal(AuditActor.Credential(Guid.Parse(account.Username)), entry.Actor);
        Assert.Contains("published", timeline.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewers_token_changes_nothing_on_any_classic_route()
    {
        TestAccount account = await v1.RegisterAsync();
        string kept = JsonSerializer.Serialize(new
        {
            fulldomain = account.Fulldomain,
            subdomain = account.Subdomain,
            username = account.Username,
            password = account.Password,
            server_url = "https://auth.example.org",
        });
        int before = v1.Server.Host.SubdomainCount;
        (string, string)[] viewer = v1.Bearer("viewer");

        HttpReply[] replies =
        [
            await v1.SendAsync("POST", "/acmedns-storage/www.example.com", viewer, kept),
            await v1.SendAsync("POST", "/update", viewer, $$"""{"subdomain":"x","txt":"{{Digests.Next()}}"}"""),
            await v1.SendAsync("POST", "/present", viewer, $$"""{"fqdn":"x","value":"{{Digests.Next()}}"}"""),
            await v1.SendAsync("POST", "/cleanup", viewer, $$"""{"fqdn":"x","value":"{{Digests.Next()}}"}"""),
        ];

        Assert.All(replies, reply => Assert.True(reply.Status is 401 or 403, reply.ToString()));
        Assert.Equal(before, v1.Server.Host.SubdomainCount);
    }
}
