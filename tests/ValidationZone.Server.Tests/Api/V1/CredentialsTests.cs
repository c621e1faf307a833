using System.Text.Json;

namespace ValidationZone.Server.Tests.Api.V1;

public sealed class CredentialsTests(V1Server v1) : IClassFixture<V1Server>
{
    [Fact]
    public async Task Two_clouds_publish_at_one_name_and_one_of_them_goes_alone()
    {
        TestAccount first = await v1.RegisterAsync();
        HttpReply added = await v1.AsAdminAsync("POST", Path(first), """{"note":"cloud B","allowfrom":["127.0.0.1/32"]}""");
        TestAccount second = Read(added);
        string kept = Digests.Next();
        await v1.Server.UpdateAsync(first, kept);
        await v1.Server.UpdateAsync(second, Digests.Next());

        HttpReply removed = await v1.AsAdminAsync("DELETE", $"{Path(first)}/{second.Username}");
        HttpReply refused = await v1.Server.UpdateAsync(second, Digests.Next());

        Assert.Equal((201, 204, 401), (added.Status, removed.Status, refused.Status));
        Assert.Equal($"{Path(first)}/{second.Username}", added.Headers["Location"]);
        Assert.Equal([kept], (await v1.Server.AskAsync(first.Fulldomain)).Texts);
    }

    [Fact]
    public async Task Successor_has_the_networks_and_the_end_of_the_credential_that_made_it()
    {
        TestAccount account = await v1.RegisterAsync();
        string terms = """{"allowfrom":["127.0.0.0/8"],"expires":"2099-01-01T00:00:00Z"}""";
        await v1.AsAdminAsync("PATCH", $"{Path(account)}/{account.Username}", terms);

        TestAccount successor = Read(
            await v1.SendAsync("POST", Path(account), account.Headers, """{"note":"its successor"}"""));
        HttpReply wider = await v1.SendAsync("POST", Path(account), account.Headers, """{"allowfrom":["0.0.0.0/0"]}""");
        HttpReply longer = await v1.SendAsync(
            "POST", Path(account), account.Headers, """{"expires":"2199-01-01T00:00:00Z"}""");
        JsonElement shown = await ShowAsync(account, successor.Username);

        Assert.Equal("""["127.0.0.0/8"]""", shown.GetProperty("allowfrom").GetRawText());
        Assert.Equal("2099-01-01T00:00:00Z", shown.GetProperty("expires").GetString());
        Assert.Equal("its successor", shown.GetProperty("note").GetString());
        Assert.Equal("403 role_required", V1Server.CodeOf(wider));
        Assert.Equal("403 role_required", V1Server.CodeOf(longer));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/USERNAME/rotate")]
    public async Task Key_that_was_rotated_while_its_request_was_on_the_way_makes_no_other(string suffix)
    {
        TestAccount account = await v1.RegisterAsync();
        string rotate = $"{Path(account)}/{account.Username}/rotate";
        string path = Path(account) + suffix.Replace("USERNAME", account.Username, StringComparison.Ordinal);
        await using var slow = await SlowRequest.BeginAsync(v1.Server.Api, "POST", path, account.Headers, "{}");

        TestAccount rotated = Read(await v1.AsAdminAsync("POST", rotate));
        string refused = await slow.EndAsync();
        HttpReply shown = await v1.SendAsync("GET", $"/v1/subdomains/{account.Subdomain}", rotated.Headers);

        Assert.StartsWith("HTTP/1.1 401 ", refused, StringComparison.Ordinal);
        Assert.Equal(200, shown.Status);
    }

    [Theory]
    [InlineData("""{"allowfrom":[]}""")]
    [InlineData("""{"expires":null}""")]
    [InlineData("""{"enabled":true}""")]
    [InlineData("""{"note":"x","enabled":true}""")]
    public async Task Credential_may_not_give_itself_more(string body)
    {
        TestAccount account = await v1.RegisterAsync();

        HttpReply reply = await v1.SendAsync("PATCH", $"{Path(account)}/{account.Username}", account.Headers, body);

        Assert.Equal("403 role_required", V1Server.CodeOf(reply));
    }

    [Fact]
    public async Task Credential_may_note_and_disable_itself_and_only_an_admin_brings_it_back()
    {
        TestAccount account = await v1.RegisterAsync();
        string path = $"{Path(account)}/{account.Username}";

        HttpReply changed = await v1.SendAsync("PATCH", path, account.Headers, """{"note":"leaked","enabled":false}""");
        HttpReply refused = await v1.SendAsync("PATCH", path, account.Headers, """{"note":"back"}""");
        HttpReply enabled = await v1.AsAdminAsync("PATCH", path, """{"enabled":true}""");

        Assert.Equal("leaked", V1Server.Parse(changed).GetProperty("note").GetString());
        Assert.Equal(401, refused.Status);
        Assert.True(V1Server.Parse(enabled).GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task Credential_sees_only_itself_and_may_not_touch_another_of_its_own_name()
    {
        TestAccount first = await v1.RegisterAsync();
        TestAccount second = Read(await v1.AsAdminAsync("POST", Path(first)));

        JsonElement shown = V1Server.Parse(
            await v1.SendAsync("GET", $"/v1/subdomains/{first.Subdomain}", second.Headers));
        HttpReply removed = await v1.SendAsync("DELETE", $"{Path(first)}/{first.Username}", second.Headers);
        HttpReply rotated = await v1.SendAsync("POST", $"{Path(first)}/{first.Username}/rotate", second.Headers);

        JsonElement only = Assert.Single(shown.GetProperty("credentials").EnumerateArray());
        Assert.Equal(second.Username, only.GetProperty("username").GetString());
        Assert.Equal(("404 not_found", "404 not_found"), (V1Server.CodeOf(removed), V1Server.CodeOf(rotated)));
        Assert.Equal(200, (await v1.Server.UpdateAsync(first, Digests.Next())).Status);
    }

    [Fact]
    public async Task Rotated_key_works_at_once_and_the_old_one_for_its_overlap()
    {
        TestAccount account = await v1.RegisterAsync();

        HttpReply reply = await v1.SendAsync("POST", Rotation(account), account.Headers, """{"overlap":604800}""");
        TestAccount rotated = Read(reply);
        JsonElement shown = await ShowAsync(account, account.Username);

        Assert.Equal((200, account.Username), (reply.Status, rotated.Username));
        Assert.InRange(
            shown.GetProperty("previous_key_until").GetDateTimeOffset(),
            DateTimeOffset.UtcNow.AddDays(6),
            DateTimeOffset.UtcNow.AddDays(8));
        Assert.NotEqual(account.Password, rotated.Password);
        Assert.Equal(200, (await v1.Server.UpdateAsync(rotated, Digests.Next())).Status);
        Assert.Equal(200, (await v1.Server.UpdateAsync(account, Digests.Next())).Status);
    }

    [Fact]
    public async Task Without_overlap_the_old_key_is_dead()
    {
        TestAccount account = await v1.RegisterAsync();

        TestAccount rotated = Read(await v1.SendAsync("POST", Rotation(account), account.Headers));

        Assert.Equal(200, (await v1.Server.UpdateAsync(rotated, Digests.Next())).Status);
        Assert.Equal(401, (await v1.Server.UpdateAsync(account, Digests.Next())).Status);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("604801")]
    public async Task Overlap_out_of_its_range_is_refused(string overlap)
    {
        TestAccount account = await v1.RegisterAsync();

        HttpReply reply = await v1.SendAsync(
            "POST", Rotation(account), account.Headers, $$"""{"overlap":{{overlap}}}""");

        Assert.Equal("400 bad_overlap", V1Server.CodeOf(reply));
    }

    [Fact]
    public async Task Name_has_only_so_many_credentials()
    {
        TestAccount account = await v1.RegisterAsync();
        var statuses = new List<int>();

        for (int i = 0; i < 15; i++)
            statuses.Add((await v1.AsAdminAsync("POST", Path(account))).Status);

        HttpReply refused = await v1.AsAdminAsync("POST", Path(account));

        Assert.All(statuses, status => Assert.Equal(201, status));
        Assert.Equal("507 too_many_credentials", V1Server.CodeOf(refused));
    }

    [Theory]
    [InlineData("{username}")]
    [InlineData("not-a-uuid")]
    public async Task Credential_that_does_not_exist_is_404(string username)
    {
        TestAccount account = await v1.RegisterAsync();
        string path = $"{Path(account)}/{username.Replace("{username}", $"{Guid.NewGuid()}", StringComparison.Ordinal)}";

        HttpReply[] replies =
        [
            await v1.AsAdminAsync("PATCH", path, "{}"),
            await v1.AsAdminAsync("DELETE", path),
            await v1.AsAdminAsync("POST", path + "/rotate"),
        ];

        Assert.All(replies, reply => Assert.Equal("404 not_found", V1Server.CodeOf(reply)));
    }

    [Theory]
    [InlineData("""{"allowfrom":["1.2.3.4"]}""", "400 invalid_allowfrom_cidr")]
    [InlineData("""{"allowfrom":[null]}""", "400 invalid_allowfrom_cidr")]
    [InlineData("""{"expires":"2000-01-01T00:00:00Z"}""", "400 bad_expires")]
    [InlineData("""{"expires":"2099-01-01"}""", "400 bad_expires")]
    [InlineData("""{"expires":"2099-01-01T00:00:00"}""", "400 bad_expires")]
    [InlineData("""{"note":"two\nlines"}""", "400 bad_note")]
    [InlineData("""{"note":"\u202Eevil"}""", "400 bad_note")]
    public async Task Terms_that_are_none_are_refused_on_every_route_that_takes_them(string body, string expected)
    {
        TestAccount account = await v1.RegisterAsync();

        HttpReply[] replies =
        [
            await v1.AsAdminAsync("POST", "/v1/subdomains", body),
            await v1.AsAdminAsync("POST", Path(account), body),
            await v1.AsAdminAsync("PATCH", $"{Path(account)}/{account.Username}", body),
        ];

        Assert.All(replies, reply => Assert.Equal(expected, V1Server.CodeOf(reply)));
    }

    private static string Path(TestAccount account) => $"/v1/subdomains/{account.Subdomain}/credentials";

    private static string Rotation(TestAccount account) => $"{Path(account)}/{account.Username}/rotate";

    private static TestAccount Read(HttpReply reply)
    {
        JsonElement root = V1Server.Parse(reply);
        return new TestAccount(
            root.GetProperty("username").GetString()!,
            root.GetProperty("key").GetString()!,
            root.GetProperty("fulldomain").GetString()!,
            root.GetProperty("subdomain").GetString()!);
    }

    private async Task<JsonElement> ShowAsync(TestAccount account, string username)
    {
        HttpReply reply = await v1.AsAdminAsync("GET", $"/v1/subdomains/{account.Subdomain}");
        return V1Server.Parse(reply).GetProperty("credentials").EnumerateArray()
            .Single(credential => credential.GetProperty("username").GetString() == username);
    }
}
