using System.Text;
using System.Text.Json;
using ValidationZone.Accounts;
using ValidationZone.Storage.Sqlite;

namespace ValidationZone.Server.Tests;

/// <summary>Accounts that lego's acme-dns provider keeps over HTTP, and who gets to see them.</summary>
public sealed class AccountStorageTests : IAsyncLifetime
{
    private const string Path = "/acmedns-storage/www.example.com";

    private readonly TempFolder _folder = new();
    private RunningServer _server = null!;
    private (Guid Id, string Secret) _token;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartInAsync(_folder);
        _token = await Tokens.CreateAsync(_folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Account_that_was_put_is_given_back_with_the_names_that_lego_reads()
    {
        TestAccount account = await _server.RegisterAsync();

        HttpReply absent = await GetAsync();
        HttpReply put = await PutAsync(account);
        HttpReply found = await GetAsync();

        Assert.Equal("""404 {"error": "not_found"}""", absent.ToString());
        Assert.Equal(200, put.Status);
        Assert.Equal("200 " + Body(account), found.ToString());
        Assert.Equal("no-store", found.Headers["Cache-Control"]);
    }

    [Fact]
    public async Task Reply_to_a_put_tells_which_alias_is_wanted()
    {
        TestAccount account = await _server.RegisterAsync();

        HttpReply reply = await PutAsync(account);

        Assert.Equal(
            $$"""{"name":"_acme-challenge.www.example.com","cname":"{{account.Fulldomain}}","alias":"not checked"}""",
            reply.Body);
    }

    [Fact]
    public async Task Account_survives_a_restart()
    {
        TestAccount account = await _server.RegisterAsync();
        await PutAsync(account);
        await _server.DisposeAsync();

        _server = await RunningServer.StartInAsync(_folder);

        Assert.Equal("200 " + Body(account), (await GetAsync()).ToString());
    }

    [Fact]
    public async Task Later_account_takes_the_place_of_the_earlier_one()
    {
        TestAccount later = await _server.RegisterAsync();
        await PutAsync(await _server.RegisterAsync());

        await PutAsync(later);

        Assert.Equal("200 " + Body(later), (await GetAsync()).ToString());
    }

    [Theory]
    [InlineData("/acmedns-storage/WWW.Example.com")]
    [InlineData("/acmedns-storage/www.example.com.")]
    [InlineData("//ACMEDNS-storage//www.example.com/")]
    public async Task Domain_is_one_however_it_is_written(string path)
    {
        TestAccount account = await _server.RegisterAsync();
        await PutAsync(account);

        HttpReply reply = await _server.SendAsync(HttpMethod.Get, path, null, Basic(_token.Secret));

        Assert.Equal("200 " + Body(account), reply.ToString());
    }

    [Fact]
    public async Task Token_passes_in_each_of_its_three_places()
    {
        TestAccount account = await _server.RegisterAsync();
        await PutAsync(account);

        HttpReply[] replies =
        [
            await _server.SendAsync(HttpMethod.Get, Path, null, Basic(_token.Secret)),
            await _server.SendAsync(HttpMethod.Get, Path, null, ("Authorization", "Bearer " + _token.Secret)),
            await _server.SendAsync(HttpMethod.Get, $"/{_token.Secret}{Path}"),
        ];

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
    }

    [Fact]
    public async Task Without_a_working_token_nothing_is_told_though_anybody_may_register()
    {
        TestAccount account = await _server.RegisterAsync();
        await PutAsync(account);
        (_, string viewer) = await Tokens.CreateAsync(_folder, TokenRole.Viewer);
        (_, string elsewhere) = await Tokens.CreateAsync(_folder, from: "192.0.2.0/24");
        (_, string expired) = await Tokens.CreateAsync(
            _folder, expiresAt: TimeProvider.System.GetUtcNow().AddSeconds(-1));
        string[] secrets = [viewer, elsewhere, expired, "vz_" + new string('a', 43), account.Password, ""];

        var replies = new List<HttpReply>
        {
            await _server.SendAsync(HttpMethod.Get, Path),
            await _server.SendAsync(HttpMethod.Get, Path, null, account.Headers),
            await _server.PostAsync(Path, Body(account)),
            await _server.PostAsync("/acmedns-storage/not_a_domain", "not JSON"),
        };
        foreach (string secret in secrets)
            replies.Add(await _server.SendAsync(HttpMethod.Get, Path, null, Basic(secret)));

        Assert.All(replies, reply => Assert.Equal("""401 {"error": "forbidden"}""", reply.ToString()));
    }

    [Fact]
    public async Task Token_never_sees_what_another_one_has_put_for_the_same_domain()
    {
        TestAccount mine = await _server.RegisterAsync();
        TestAccount theirs = await _server.RegisterAsync();
        (_, string other) = await Tokens.CreateAsync(_folder, TokenRole.Admin);
        await PutAsync(mine);

        HttpReply before = await _server.SendAsync(HttpMethod.Get, Path, null, Basic(other));
        await _server.PostAsync(Path, Body(theirs), Basic(other));
        HttpReply after = await _server.SendAsync(HttpMethod.Get, Path, null, Basic(other));

        Assert.Equal(404, before.Status);
        Assert.Equal("200 " + Body(theirs), after.ToString());
        Assert.Equal("200 " + Body(mine), (await GetAsync()).ToString());
    }

    [Fact]
    public async Task Only_an_account_that_works_is_kept()
    {
        TestAccount account = await _server.RegisterAsync();
        TestAccount other = await _server.RegisterAsync();
        TestAccount[] wrong =
        [
            account with { Password = other.Password },
            account with { Username = other.Username },
            account with { Subdomain = other.Subdomain },
            account with { Fulldomain = other.Fulldomain },
            account with { Fulldomain = account.Fulldomain + "." },
        ];

        HttpReply[] replies = await Task.WhenAll(wrong.Select(PutAsync));

        Assert.All(replies, reply => Assert.Equal("""401 {"error": "forbidden"}""", reply.ToString()));
        Assert.Equal(404, (await GetAsync()).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"username":"a","username":"b"}""")]
    public async Task Body_that_is_no_account_is_malformed(string body)
    {
        HttpReply reply = await _server.PostAsync(Path, body, Basic(_token.Secret));

        Assert.Equal("""400 {"error": "malformed_json_payload"}""", reply.ToString());
    }

    [Theory]
    [InlineData("*.example.com")]
    [InlineData("_acme-challenge.example.com")]
    [InlineData("example..com")]
    [InlineData(".")]
    [InlineData("ex%20ample.com")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com")]
    public async Task Path_that_is_no_domain_is_refused(string domain)
    {
        string reply = await _server.ExchangeAsync(
            $"GET /{_token.Secret}/acmedns-storage/{domain} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        // A dot alone never gets here: the server takes it for the folder itself.
        string expected = domain == "." ? """{"error": "not_found"}""" : """{"error": "bad_domain"}""";
        Assert.EndsWith(expected, reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/acmedns-storage")]
    [InlineData("/acmedns-storage/")]
    [InlineData("/acmedns-storage/www.example.com/x")]
    public async Task There_is_no_list_of_all_accounts(string path)
    {
        HttpReply reply = await _server.SendAsync(HttpMethod.Get, path, null, Basic(_token.Secret));

        Assert.Equal("""404 {"error": "not_found"}""", reply.ToString());
    }

    [Fact]
    public async Task Deleted_account_is_absent_so_that_lego_registers_anew()
    {
        TestAccount account = await _server.RegisterAsync();
        await PutAsync(account);
        await using (SqliteAccountStore store = await Tokens.OpenAsync(_folder))
        {
            Assert.True(Subdomain.TryParse(account.Subdomain, out Subdomain? subdomain));
            await store.DeleteAsync(subdomain);
        }

        await Eventually.HoldsAsync(async () => (await _server.UpdateAsync(account, Digests.Next())).Status == 401);

        Assert.Equal(404, (await GetAsync()).Status);
    }

    [Fact]
    public async Task Token_that_may_register_no_more_still_opens_what_it_has_put_and_puts_no_more_than_that()
    {
        (_, string secret) = await Tokens.CreateAsync(_folder, quota: 1);
        RunningServer server = await RestartAsync(("Registration:Mode", "token"));
        TestAccount account = TestAccount.Read((await server.PostAsync($"/{secret}/register")).Body);

        HttpReply[] replies =
        [
            await server.PostAsync($"/{secret}/register"),
            await server.PostAsync($"/{secret}{Path}", Body(account)),
            await server.PostAsync($"/{secret}{Path}", Body(account)),
            await server.PostAsync($"/{secret}/acmedns-storage/two.example.com", Body(account)),
            await server.SendAsync(HttpMethod.Get, $"/{secret}{Path}"),
        ];

        Assert.Equal([401, 200, 200, 401, 200], replies.Select(reply => reply.Status));
    }

    [Fact]
    public async Task Revoked_token_opens_nothing_any_more_and_its_accounts_are_dropped()
    {
        await PutAsync(await _server.RegisterAsync());

        await Tokens.RevokeAsync(_folder, _token.Id);

        Assert.Equal(401, (await GetAsync()).Status);
        Assert.Equal(401, (await PutAsync(await _server.RegisterAsync())).Status);
    }

    [Fact]
    public async Task Neither_log_nor_database_holds_a_key_or_the_domain()
    {
        TestAccount account = await _server.RegisterAsync();
        await PutAsync(account);
        await GetAsync();
        await _server.SendAsync(HttpMethod.Get, $"/{_token.Secret}{Path}");

        await _server.DisposeAsync();

        string stored = string.Concat(
            Directory.GetFiles(_folder.Root, "test.db*").Select(file => File.ReadAllText(file, Encoding.Latin1)));
        Assert.Contains(account.Subdomain, stored, StringComparison.Ordinal);
        Assert.All(
            [account.Password, _token.Secret, "www.example.com"],
            secret => Assert.DoesNotContain(secret, stored + _server.Log.Text, StringComparison.Ordinal));
        Assert.Contains(
            _server.Log.Lines, line => line.Contains("GET acmedns-storage 200", StringComparison.Ordinal));
        _server = await RunningServer.StartInAsync(_folder);
    }

    private static string Body(TestAccount account) => JsonSerializer.Serialize(new
    {
        fulldomain = account.Fulldomain,
        subdomain = account.Subdomain,
        username = account.Username,
        password = account.Password,
        server_url = "https://auth.example.org",
    });

    private static (string Name, string Value) Basic(string secret) =>
        ("Authorization", "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"x:{secret}")));

    private async Task<RunningServer> RestartAsync(params (string Key, string? Value)[] settings)
    {
        await _server.DisposeAsync();
        return _server = await RunningServer.StartInAsync(_folder, settings);
    }

    private Task<HttpReply> GetAsync() => _server.SendAsync(HttpMethod.Get, Path, null, Basic(_token.Secret));

    private Task<HttpReply> PutAsync(TestAccount account) =>
        _server.PostAsync(Path, Body(account), Basic(_token.Secret));
}
