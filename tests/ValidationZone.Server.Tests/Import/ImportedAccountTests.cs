namespace ValidationZone.Server.Tests.Import;

/// <summary>What accounts from an acme-dns database can do in the running server.</summary>
public sealed class ImportedAccountTests : IDisposable
{
    private readonly ImportScene _scene = new();

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Old_credential_updates_and_its_second_update_takes_no_bcrypt()
    {
        await AcmeDnsDatabase.WriteAsync(_scene.Folder.File("acme-dns.db"), AcmeDnsKeys.Account(1, cost: 10));
        ProgramResult result = await _scene.ImportAsync("--yes");
        await using RunningServer server = await RunningServer.StartInAsync(_scene.Folder);
        (string first, string second) = (Digests.Next(), Digests.Next());

        HttpReply one = await server.UpdateAsync(ImportScene.Account(1), first);
        HttpReply two = await server.UpdateAsync(ImportScene.Account(1), second);
        DnsAnswer answer = await server.AskAsync(ImportScene.Account(1).Fulldomain);

        Assert.Equal((0, 200, 200), (result.ExitCode, one.Status, two.Status));
        Assert.Equal(
            new[] { first, second }.Order(StringComparer.Ordinal), answer.Texts.Order(StringComparer.Ordinal));
        Assert.Equal(1, server.Host.BcryptCount);
    }

    [Fact]
    public async Task Second_update_takes_no_bcrypt_after_a_restart_either()
    {
        await AcmeDnsDatabase.WriteAsync(_scene.Folder.File("acme-dns.db"), AcmeDnsKeys.Account(1));
        await _scene.ImportAsync("--yes");
        await using (RunningServer server = await RunningServer.StartInAsync(_scene.Folder))
            await server.UpdateAsync(ImportScene.Account(1), Digests.Next());

        await using RunningServer again = await RunningServer.StartInAsync(_scene.Folder);
        HttpReply reply = await again.UpdateAsync(ImportScene.Account(1), Digests.Next());

        Assert.Equal((200, 0), (reply.Status, again.Host.BcryptCount));
    }

    [Fact]
    public async Task Every_way_in_takes_an_old_credential()
    {
        await AcmeDnsDatabase.WriteAsync(_scene.Folder.File("acme-dns.db"), ImportScene.Accounts(3));
        await _scene.ImportAsync("--yes");
        await using RunningServer server = await RunningServer.StartInAsync(_scene.Folder);
        ((_, string token), TestAccount kept) = (await Tokens.CreateAsync(_scene.Folder), ImportScene.Account(3));

        HttpReply present = await server.PostAsync("/present", HttpReq(1), ImportScene.Account(1).Headers);
        HttpReply cleanup = await server.PostAsync("/cleanup", HttpReq(2), ImportScene.Account(2).Headers);
        HttpReply storage = await server.PostAsync($"/{token}/acmedns-storage/example.com", Kept(kept));

        Assert.Equal((200, 200, 200), (present.Status, cleanup.Status, storage.Status));
    }

    [Fact]
    public async Task Wrong_key_is_refused_like_any_other_and_the_old_networks_count()
    {
        await AcmeDnsDatabase.WriteAsync(
            _scene.Folder.File("acme-dns.db"),
            AcmeDnsKeys.Account(1),
            AcmeDnsKeys.Account(2) with { AllowFrom = """["198.51.100.0/24","2001:db8::/32"]""" },
            AcmeDnsKeys.Account(3) with { AllowFrom = """["127.0.0.0/8"]""" });
        await _scene.ImportAsync("--yes");
        await using RunningServer server = await RunningServer.StartInAsync(_scene.Folder);

        TestAccount guessed = ImportScene.Account(1) with { Password = AcmeDnsKeys.Key(2) };
        HttpReply wrong = await server.UpdateAsync(guessed, Digests.Next());
        HttpReply elsewhere = await server.UpdateAsync(ImportScene.Account(2), Digests.Next());
        HttpReply allowed = await server.UpdateAsync(ImportScene.Account(3), Digests.Next());

        Assert.Equal((401, """{"error": "forbidden"}"""), (wrong.Status, wrong.Body));
        Assert.Equal((401, """{"error": "forbidden"}"""), (elsewhere.Status, elsewhere.Body));
        Assert.Equal(200, allowed.Status);
    }

    [Fact]
    public async Task Live_values_are_served_and_old_or_malformed_ones_are_not()
    {
        (string newer, string older) = (Digests.Next(), Digests.Next());
        await AcmeDnsDatabase.WriteAsync(
            _scene.Folder.File("acme-dns.db"),
            AcmeDnsKeys.Account(1) with { Values = [(newer, Now - 60), (older, Now - 3600)] },
            AcmeDnsKeys.Account(2) with { Values = [("too short", Now - 60), (Digests.Next(), Now - 90_000)] },
            AcmeDnsKeys.Account(3));

        ProgramResult result = await _scene.ImportAsync("--yes");
        await using RunningServer server = await RunningServer.StartInAsync(_scene.Folder);

        Assert.Contains("3 imported, with 2 live values", result.Output, StringComparison.Ordinal);
        Assert.Equal(
            new[] { newer, older }.Order(StringComparer.Ordinal),
            (await server.AskAsync(ImportScene.Account(1).Fulldomain)).Texts.Order(StringComparer.Ordinal));
        Assert.Empty((await server.AskAsync(ImportScene.Account(2).Fulldomain)).Texts);
        Assert.Equal(0, (await server.AskAsync(ImportScene.Account(3).Fulldomain)).Rcode);
    }

    [Fact]
    public async Task Running_server_takes_the_accounts_in_at_once()
    {
        await AcmeDnsDatabase.WriteAsync(_scene.Folder.File("acme-dns.db"), AcmeDnsKeys.Account(1));
        await using RunningServer server = await RunningServer.StartInAsync(_scene.Folder);

        ProgramResult result = await _scene.ImportAsync("--yes");
        await Eventually.HoldsAsync(async () => (await server.AskAsync(ImportScene.Account(1).Fulldomain)).Rcode == 0);
        HttpReply reply = await server.UpdateAsync(ImportScene.Account(1), Digests.Next());

        Assert.Equal((0, 200), (result.ExitCode, reply.Status));
    }

    [Fact]
    public async Task Account_that_was_used_since_is_already_there()
    {
        await AcmeDnsDatabase.WriteAsync(_scene.Folder.File("acme-dns.db"), ImportScene.Accounts(1));
        await _scene.ImportAsync("--yes");
        await using RunningServer server = await RunningServer.StartInAsync(_scene.Folder);
        await server.UpdateAsync(ImportScene.Account(1), Digests.Next());

        ProgramResult again = await _scene.ImportAsync("--yes", "--json");
        HttpReply reply = await server.UpdateAsync(ImportScene.Account(1), Digests.Next());

        Assert.Equal((0, "imported 0, there 1, skipped 0"), (again.ExitCode, ImportScene.Counts(again)));
        Assert.Equal((200, 1), (reply.Status, server.Host.BcryptCount));
    }

    private static string HttpReq(int number) =>
        $$"""{"fqdn": "{{ImportScene.Account(number).Fulldomain}}.", "value": "{{Digests.Next()}}"}""";

    private static string Kept(TestAccount account) => $$"""
        {
            "fulldomain": "{{account.Fulldomain}}", "subdomain": "{{account.Subdomain}}", "server_url": "x",
            "username": "{{account.Username}}", "password": "{{account.Password}}"
        }
        """;
}
