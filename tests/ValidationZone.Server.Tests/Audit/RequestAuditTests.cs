using System.Net;
using System.Net.Sockets;
using System.Text;
using ValidationZone.Accounts.Audit;

namespace ValidationZone.Server.Tests;

/// <summary>What the audit tells of requests to a real server.</summary>
public sealed class RequestAuditTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartInAsync(_folder);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Registration_tells_what_was_made_and_for_whom()
    {
        HttpReply reply = await _server.PostAsync("/register");
        var account = TestAccount.Read(reply.Body);

        AuditEntry entry = await AuditTrail.WaitForAsync(_folder, AuditAction.SubdomainRegistered);

        Assert.Equal(AuditActor.Anonymous, entry.Actor);
        Assert.Equal((account.Subdomain, account.Username), (entry.Subdomain!.Text, entry.Target.ToString()));
        Assert.Equal(AuditOutcome.Done, entry.Outcome);
        Assert.Equal(reply.Headers["X-Request-Id"], entry.Request.ToString());
        Assert.Null(entry.Phases.Published);
        Assert.True(entry.Phases is { Authenticated: >= 0, Committed: > 0, Acknowledged: >= 0 }, $"{entry}");
    }

    [Fact]
    public async Task Update_tells_who_from_where_and_how_long_each_phase_took()
    {
        TestAccount account = await _server.RegisterAsync();
        DateTimeOffset before = DateTimeOffset.UtcNow;
        HttpReply reply = await _server.UpdateAsync(account, Digests.Next());

        AuditEntry entry = await AuditTrail.WaitForAsync(_folder, AuditAction.ValuePublished);

        Assert.Equal(AuditActor.Credential(Guid.Parse(account.Username)), entry.Actor);
        Assert.Equal((IPAddress.Loopback, account.Subdomain), (entry.Source, entry.Subdomain!.Text));
        Assert.Equal((AuditOutcome.Done, null), (entry.Outcome, entry.Target));
        Assert.Equal(reply.Headers["X-Request-Id"], entry.Request.ToString());
        Assert.InRange(entry.At, before.AddSeconds(-1), DateTimeOffset.UtcNow);
        Assert.True(
            entry.Phases is { Authenticated: >= 0, Committed: > 0, Published: >= 0, Acknowledged: >= 0 }, $"{entry}");
    }

    [Fact]
    public async Task Refusal_of_a_known_credential_bears_its_name_and_the_word_of_the_reply()
    {
        TestAccount account = await _server.RegisterAsync();
        TestAccount other = await _server.RegisterAsync();

        await _server.UpdateAsync(account, "no value");
        await _server.PostAsync("/update", other.UpdateBody(Digests.Next()), account.Headers);

        AuditEntry badTxt = await AuditTrail.WaitForAsync(_folder, entry => entry.Outcome.Word == "bad_txt");
        AuditEntry forbidden = await AuditTrail.WaitForAsync(_folder, entry => entry.Outcome.Word == "forbidden");
        Assert.Equal(AuditActor.Credential(Guid.Parse(account.Username)), badTxt.Actor);
        Assert.Equal((badTxt.Actor, AuditAction.ValuePublished), (forbidden.Actor, forbidden.Action));
        // The credential's own: what it named is a text of the client.
        Assert.Equal(account.Subdomain, forbidden.Subdomain!.Text);
        Assert.Equal((null, null), (forbidden.Phases.Committed, forbidden.Phases.Published));
    }

    [Fact]
    public async Task Wrong_key_is_an_anonymous_refusal()
    {
        TestAccount account = await _server.RegisterAsync();

        await _server.UpdateAsync(account with { Password = new string('x', 40) }, Digests.Next());

        AuditEntry entry = await AuditTrail.WaitForAsync(_folder, AuditAction.AuthenticationRefused);
        Assert.Equal((AuditActor.Anonymous, "forbidden"), (entry.Actor, entry.Outcome.Word));
        Assert.Equal(IPAddress.Loopback, entry.Source);
        Assert.Equal((null, null), (entry.Subdomain, entry.Phases.Authenticated));
    }

    [Fact]
    public async Task Present_and_cleanup_are_told_apart()
    {
        TestAccount account = await _server.RegisterAsync();
        string body = $$"""{"fqdn": "{{account.Fulldomain}}", "value": "{{Digests.Next()}}"}""";

        await _server.PostAsync("/present", body, account.Headers);
        await _server.PostAsync("/cleanup", body, account.Headers);

        AuditEntry removed = await AuditTrail.WaitForAsync(_folder, AuditAction.ValueRemoved);
        AuditEntry published = await AuditTrail.WaitForAsync(_folder, AuditAction.ValuePublished);
        Assert.Equal((account.Subdomain, account.Subdomain), (removed.Subdomain!.Text, published.Subdomain!.Text));
        Assert.Equal(published.Actor, removed.Actor);
        Assert.NotNull(removed.Phases.Published);
    }

    [Fact]
    public async Task Account_storage_tells_which_token_put_and_took_which_account()
    {
        TestAccount account = await _server.RegisterAsync();
        (Guid id, string secret) = await Tokens.CreateAsync(_folder);
        string path = $"/{secret}/acmedns-storage/www.example.com";
        string body = $$"""
            {"fulldomain": "{{account.Fulldomain}}", "subdomain": "{{account.Subdomain}}",
            "username": "{{account.Username}}", "password": "{{account.Password}}", "server_url": "https://x"}
            """;

        HttpReply put = await _server.PostAsync(path, body);
        HttpReply found = await _server.SendAsync(HttpMethod.Get, path);

        AuditEntry kept = await AuditTrail.WaitForAsync(_folder, AuditAction.AccountKept);
        AuditEntry fetched = await AuditTrail.WaitForAsync(_folder, AuditAction.AccountFetched);
        Assert.Equal((200, 200), (put.Status, found.Status));
        Assert.Equal((AuditActor.Token(id), AuditActor.Token(id)), (kept.Actor, fetched.Actor));
        Assert.Equal((account.Username, account.Username), (kept.Target.ToString(), fetched.Target.ToString()));
    }

    [Fact]
    public async Task Requests_that_change_nothing_have_no_entry()
    {
        await _server.SendAsync(HttpMethod.Get, "/health");
        await _server.SendAsync(HttpMethod.Get, "/ready");
        await _server.SendAsync(HttpMethod.Get, "/update");
        await _server.PostAsync("/nowhere");
        await _server.RegisterAsync();

        await AuditTrail.WaitForAsync(_folder, AuditAction.SubdomainRegistered);
        Assert.Single(await AuditTrail.ReadAsync(_folder));
    }

    [Fact]
    public async Task Client_that_leaves_before_anything_is_done_is_told_as_that()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_server.Api, TestContext.Current.CancellationToken);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes(
                "POST /register HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 20\r\n\r\n"),
            TestContext.Current.CancellationToken);
        await socket.ReceiveAsync(new byte[1024], TestContext.Current.CancellationToken);
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();

        AuditEntry entry = await AuditTrail.WaitForAsync(_folder, AuditAction.SubdomainRegistered);
        Assert.Equal("client_left", entry.Outcome.Word);
        Assert.Equal((null, null), (entry.Phases.Committed, entry.Phases.Acknowledged));
    }

    [Fact]
    public async Task Flood_of_wrong_keys_leaves_a_few_entries_and_their_number()
    {
        TestAccount account = await _server.RegisterAsync();
        const int Flood = 300;
        for (int i = 0; i < Flood; i++)
            await _server.UpdateAsync(account with { Password = new string('x', 40) }, Digests.Next());

        await _server.UpdateAsync(account, Digests.Next());
        await _server.DisposeAsync();

        IReadOnlyList<AuditEntry> entries = await AuditTrail.ReadAsync(_folder);
        int listed = entries.Count(entry => entry.Action == AuditAction.AuthenticationRefused);
        long counted = entries.Where(entry => entry.Action == AuditAction.RefusalsCounted).Sum(entry => entry.Count!.Value);
        Assert.InRange(listed, 20, Flood / 2);
        Assert.Equal(Flood, listed + counted);
        Assert.Single(entries, entry => entry.Action == AuditAction.ValuePublished);
    }

    [Fact]
    public async Task No_key_no_token_and_no_value_is_in_any_line()
    {
        (_, string secret) = await Tokens.CreateAsync(_folder);
        TestAccount account = await _server.RegisterAsync("""{"allowfrom": ["127.0.0.0/8"]}""");
        string digest = Digests.Next();

        await _server.UpdateAsync(account, digest);
        await _server.UpdateAsync(account, "bad" + digest);
        await _server.PostAsync("/update", account.UpdateBody(digest), ("X-Api-User", account.Password));
        await _server.PostAsync("/update", "{" + account.Password, account.Headers);
        await _server.PostAsync("/update", $$"""{"subdomain": "{{secret}}", "txt": "{{digest}}"}""", account.Headers);
        await _server.PostAsync($"/{secret}/register", account.Password, ("X-Request-Id", secret));
        await _server.PostAsync($"/{secret}/acmedns-storage/www.example.com", account.UpdateBody(digest));
        await _server.PostAsync("/present", $$"""{"fqdn": "{{digest}}", "value": "{{digest}}"}""", account.Headers);
        await _server.DisposeAsync();

        string text = AuditTrail.Text(_folder);
        Assert.Equal(9, (await AuditTrail.ReadAsync(_folder)).Count);
        Assert.DoesNotContain(digest, text, StringComparison.Ordinal);
        Assert.DoesNotContain(account.Password, text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain("example.com", text, StringComparison.Ordinal);
    }
}
