using System.Globalization;
using System.Text.Json;

namespace ValidationZone.Server.Tests.Import;

/// <summary>What comes of an acme-dns database, from the command line to the running server.</summary>
public sealed class AcmeDnsImportTests : IDisposable
{
    private const int NxDomain = 3;

    private readonly TempFolder _folder = new();

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static int ManyAccounts =>
        Environment.GetEnvironmentVariable("VALIDATIONZONE_LONG_TESTS") == "1" ? 100_000 : 20_000;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Old_credential_updates_and_its_second_update_takes_no_bcrypt()
    {
        await AcmeDnsDatabase.WriteAsync(_folder.File("acme-dns.db"), AcmeDnsKeys.Account(1, cost: 10));
        ProgramResult result = await ImportAsync("--yes");
        await using RunningServer server = await RunningServer.StartInAsync(_folder);
        (string first, string second) = (Digests.Next(), Digests.Next());

        HttpReply one = await server.UpdateAsync(Account(1), first);
        HttpReply two = await server.UpdateAsync(Account(1), second);
        DnsAnswer answer = await server.AskAsync(Account(1).Fulldomain);

        Assert.Equal((0, 200, 200), (result.ExitCode, one.Status, two.Status));
        Assert.Equal(
            new[] { first, second }.Order(StringComparer.Ordinal), answer.Texts.Order(StringComparer.Ordinal));
        Assert.Equal(1, server.Host.BcryptCount);
    }

    [Fact]
    public async Task Second_update_takes_no_bcrypt_after_a_restart_either()
    {
        await AcmeDnsDatabase.WriteAsync(_folder.File("acme-dns.db"), AcmeDnsKeys.Account(1));
        await ImportAsync("--yes");
        await using (RunningServer server = await RunningServer.StartInAsync(_folder))
            await server.UpdateAsync(Account(1), Digests.Next());

        await using RunningServer again = await RunningServer.StartInAsync(_folder);
        HttpReply reply = await again.UpdateAsync(Account(1), Digests.Next());

        Assert.Equal((200, 0), (reply.Status, again.Host.BcryptCount));
    }

    [Fact]
    public async Task Every_way_in_takes_an_old_credential()
    {
        await AcmeDnsDatabase.WriteAsync(_folder.File("acme-dns.db"), Accounts(3));
        await ImportAsync("--yes");
        await using RunningServer server = await RunningServer.StartInAsync(_folder);
        ((_, string token), TestAccount kept) = (await Tokens.CreateAsync(_folder), Account(3));

        HttpReply present = await server.PostAsync(
            "/present", $$"""{"fqdn": "{{Account(1).Fulldomain}}.", "value": "{{Digests.Next()}}"}""", Account(1).Headers);
        HttpReply cleanup = await server.PostAsync(
            "/cleanup", $$"""{"fqdn": "{{Account(2).Fulldomain}}.", "value": "{{Digests.Next()}}"}""", Account(2).Headers);
        HttpReply storage = await server.PostAsync(
            $"/{token}/acmedns-storage/example.com",
            $$"""
            {"fulldomain":"{{kept.Fulldomain}}","subdomain":"{{kept.Subdomain}}","username":"{{kept.Username}}","password":"{{kept.Password}}","server_url":"x"}
            """);

        Assert.Equal((200, 200, 200), (present.Status, cleanup.Status, storage.Status));
    }

    [Fact]
    public async Task Wrong_key_is_refused_like_any_other_and_the_old_networks_count()
    {
        await AcmeDnsDatabase.WriteAsync(
            _folder.File("acme-dns.db"),
            AcmeDnsKeys.Account(1),
            AcmeDnsKeys.Account(2) with { AllowFrom = """["198.51.100.0/24","2001:db8::/32"]""" },
            AcmeDnsKeys.Account(3) with { AllowFrom = """["127.0.0.0/8"]""" });
        await ImportAsync("--yes");
        await using RunningServer server = await RunningServer.StartInAsync(_folder);

        HttpReply wrong = await server.UpdateAsync(Account(1) with { Password = AcmeDnsKeys.Key(2) }, Digests.Next());
        HttpReply elsewhere = await server.UpdateAsync(Account(2), Digests.Next());
        HttpReply allowed = await server.UpdateAsync(Account(3), Digests.Next());

        Assert.Equal((401, """{"error": "forbidden"}"""), (wrong.Status, wrong.Body));
        Assert.Equal((401, """{"error": "forbidden"}"""), (elsewhere.Status, elsewhere.Body));
        Assert.Equal(200, allowed.Status);
    }

    [Fact]
    public async Task Live_values_are_served_and_old_or_malformed_ones_are_not()
    {
        (string newer, string older) = (Digests.Next(), Digests.Next());
        await AcmeDnsDatabase.WriteAsync(
            _folder.File("acme-dns.db"),
            AcmeDnsKeys.Account(1) with { Values = [(newer, Now - 60), (older, Now - 3600)] },
            AcmeDnsKeys.Account(2) with { Values = [("too short", Now - 60), (Digests.Next(), Now - 90_000)] },
            AcmeDnsKeys.Account(3));

        ProgramResult result = await ImportAsync("--yes");
        await using RunningServer server = await RunningServer.StartInAsync(_folder);

        Assert.Contains("3 imported, with 2 live values", result.Output, StringComparison.Ordinal);
        Assert.Equal(
            new[] { newer, older }.Order(StringComparer.Ordinal),
            (await server.AskAsync(Account(1).Fulldomain)).Texts.Order(StringComparer.Ordinal));
        Assert.Empty((await server.AskAsync(Account(2).Fulldomain)).Texts);
        Assert.Equal(0, (await server.AskAsync(Account(3).Fulldomain)).Rcode);
    }

    [Fact]
    public async Task Running_server_takes_the_accounts_in_at_once()
    {
        await AcmeDnsDatabase.WriteAsync(_folder.File("acme-dns.db"), AcmeDnsKeys.Account(1));
        await using RunningServer server = await RunningServer.StartInAsync(_folder);

        ProgramResult result = await ImportAsync("--yes");
        await Eventually.HoldsAsync(async () => (await server.AskAsync(Account(1).Fulldomain)).Rcode == 0);
        HttpReply reply = await server.UpdateAsync(Account(1), Digests.Next());

        Assert.Equal((0, 200), (result.ExitCode, reply.Status));
    }

    [Fact]
    public async Task Dry_run_says_what_would_be_and_makes_nothing()
    {
        await AcmeDnsDatabase.WriteAsync(_folder.File("acme-dns.db"), Accounts(3));

        ProgramResult result = await ImportAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("3 would be imported", result.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", result.Output, StringComparison.Ordinal);
        Assert.Equal([_folder.File("acme-dns.db")], Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public async Task Dry_run_on_a_store_in_use_says_what_the_import_then_says()
    {
        await AcmeDnsDatabase.WriteAsync(_folder.File("some.db"), Accounts(2));
        AcmeDnsAccountRow foreign = AcmeDnsKeys.Account(5) with { Subdomain = AcmeDnsKeys.Subdomain(1) };
        await AcmeDnsDatabase.WriteAsync(_folder.File("acme-dns.db"), [.. Accounts(4).Skip(1), foreign]);
        await ImportFromAsync("some.db", "--yes");
        await RunAsync("account", "delete", AcmeDnsKeys.Subdomain(2));

        ProgramResult dry = await ImportAsync("--json");
        ProgramResult real = await ImportAsync("--yes", "--json");

        Assert.Equal((1, 1), (dry.ExitCode, real.ExitCode));
        Assert.Equal(Counts(dry), Counts(real));
        Assert.Equal("imported 2, there 0, skipped 2", Counts(real));
    }

    [Fact]
    public async Task Import_can_be_repeated_and_a_name_that_was_deleted_here_stays_deleted()
    {
        await AcmeDnsDatabase.WriteAsync(_folder.File("acme-dns.db"), Accounts(3));
        await ImportAsync("--yes");
        await RunAsync("account", "delete", AcmeDnsKeys.Subdomain(3));

        ProgramResult again = await ImportAsync("--yes");
        await using RunningServer server = await RunningServer.StartInAsync(_folder);

        Assert.Equal(1, again.ExitCode);
        Assert.Contains("2 already there", again.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"{AcmeDnsKeys.Subdomain(3)}: the name was deleted here, and is never given out again",
            again.Output,
            StringComparison.Ordinal);
        Assert.Equal(NxDomain, (await server.AskAsync(Account(3).Fulldomain)).Rcode);
        Assert.Equal(401, (await server.UpdateAsync(Account(3), Digests.Next())).Status);
    }

    [Fact]
    public async Task Account_that_was_used_since_is_already_there()
    {
        await AcmeDnsDatabase.WriteAsync(_folder.File("acme-dns.db"), Accounts(1));
        await ImportAsync("--yes");
        await using RunningServer server = await RunningServer.StartInAsync(_folder);
        await server.UpdateAsync(Account(1), Digests.Next());

        ProgramResult again = await ImportAsync("--yes");
        HttpReply reply = await server.UpdateAsync(Account(1), Digests.Next());

        Assert.Equal((0, "imported 0, there 1, skipped 0"), (again.ExitCode, Counts(await ImportAsync("--json"))));
        Assert.Equal((200, 1), (reply.Status, server.Host.BcryptCount));
    }

    [Fact]
    public async Task Rows_that_cannot_be_taken_over_are_skipped_with_their_reason_and_without_their_hash()
    {
        AcmeDnsAccountRow sound = AcmeDnsKeys.Account(1);
        AcmeDnsAccountRow[] rows =
        [
            sound,
            AcmeDnsKeys.Filler(2) with { Username = "admin" },
            AcmeDnsKeys.Filler(3) with { Subdomain = "_acme-challenge" },
            AcmeDnsKeys.Filler(4) with { Subdomain = "two.labels" },
            AcmeDnsKeys.Filler(5) with { Subdomain = "\e[2Jx" },
            AcmeDnsKeys.Filler(6) with { Password = "secret-in-plain-text" },
            AcmeDnsKeys.Filler(7) with { Password = AcmeDnsKeys.Filler(7).Password.Replace("$10$", "$31$", StringComparison.Ordinal) },
            AcmeDnsKeys.Filler(8) with { AllowFrom = """["192.0.2.0/24","10.0.0.1"]""" },
            AcmeDnsKeys.Filler(9) with { AllowFrom = "" },
            AcmeDnsKeys.Filler(10) with { AllowFrom = null },
        ];
        await AcmeDnsDatabase.WriteAsync(_folder.File("acme-dns.db"), rows);

        ProgramResult result = await ImportAsync("--yes");
        ProgramResult json = await ImportAsync("--json");

        Assert.Equal(1, result.ExitCode);
        Assert.All(
            [
                "1 because the username is not a UUID", "3 because the subdomain is not one label",
                "2 because the password is not a bcrypt hash", "3 because the allowfrom list is not a JSON array",
                "two.labels: the subdomain", "?[2Jx: the subdomain",
            ],
            words => Assert.Contains(words, result.Output, StringComparison.Ordinal));
        Assert.Equal("imported 0, there 1, skipped 9", Counts(json));
        Assert.All(rows, row => Assert.DoesNotContain(row.Password, result.AllText + json.AllText, StringComparison.Ordinal));
    }

    [Fact]
    public async Task First_generation_and_an_upgraded_file_are_read_alike()
    {
        (string first, string second) = (Digests.Next(), Digests.Next());
        await AcmeDnsDatabase.WriteFirstGenerationAsync(
            _folder.File("first.db"), AcmeDnsKeys.Account(1) with { Values = [(first, Now - 60)] }, AcmeDnsKeys.Account(2));
        await AcmeDnsDatabase.WriteUpgradedAsync(
            _folder.File("upgraded.db"), AcmeDnsKeys.Account(3) with { Values = [(second, Now - 60)] });

        ProgramResult one = await ImportFromAsync("first.db", "--yes");
        ProgramResult two = await ImportFromAsync("upgraded.db", "--yes");
        await using RunningServer server = await RunningServer.StartInAsync(_folder);

        Assert.Equal((0, 0), (one.ExitCode, two.ExitCode));
        Assert.Equal([first], (await server.AskAsync(Account(1).Fulldomain)).Texts);
        Assert.Equal([second], (await server.AskAsync(Account(3).Fulldomain)).Texts);
        Assert.Equal(200, (await server.UpdateAsync(Account(2), Digests.Next())).Status);
    }

    [Fact]
    public async Task Postgres_is_read_by_either_form_of_its_address()
    {
        await using PostgresServer postgres = await PostgresServer.StartAsync();
        string digest = Digests.Next();
        await AcmeDnsDatabase.WritePostgresAsync(
            postgres.ConnectionString, [AcmeDnsKeys.Account(1) with { Values = [(digest, Now - 60)] }, .. Fillers(2, 2100)]);

        ProgramResult first = await RunAsync(
            "import", "acme-dns", "--from", $"postgres:{postgres.ConnectionString}", "--yes", "--json");
        ProgramResult second = await RunAsync(
            "import", "acme-dns", "--from", $"postgres://acmedns:pw@127.0.0.1:{postgres.Port}/postgres?sslmode=disable", "--json");
        await using RunningServer server = await RunningServer.StartInAsync(_folder);

        Assert.Equal("imported 2101, there 0, skipped 0", Counts(first));
        Assert.Equal("imported 0, there 2101, skipped 0", Counts(second));
        Assert.Equal([digest], (await server.AskAsync(Account(1).Fulldomain)).Texts);
        Assert.Equal(200, (await server.UpdateAsync(Account(1), Digests.Next())).Status);
    }

    [Fact]
    public async Task Many_accounts_are_imported_with_progress_and_none_twice()
    {
        await AcmeDnsDatabase.WriteAsync(
            _folder.File("acme-dns.db"), [AcmeDnsKeys.Account(1), .. Fillers(2, ManyAccounts)]);

        ProgramResult result = await ImportAsync("--yes");
        ProgramResult again = await ImportAsync("--yes", "--json");

        string count = ManyAccounts.ToString("N0", CultureInfo.InvariantCulture);
        Assert.Contains($"{count} imported", result.Output, StringComparison.Ordinal);
        Assert.Equal($"imported 0, there {ManyAccounts}, skipped 0", Counts(again));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("KILL")]
    public async Task Import_that_was_ended_in_the_middle_is_completed_by_the_same_command(string signal)
    {
        await AcmeDnsDatabase.WriteAsync(_folder.File("acme-dns.db"), Fillers(1, 20_000));
        await using (ServerProgram program = ServerProgram.Begin(_folder, Arguments("acme-dns.db", "--yes")))
        {
            await Eventually.HoldsAsync(() => File.Exists(_folder.File("test.db-wal")));
            await program.StopAsync(signal);
        }

        ProgramResult again = await ImportAsync("--yes", "--json");
        ProgramResult list = await RunAsync("account", "list", "--json");

        Assert.Equal(0, again.ExitCode);
        using var accounts = JsonDocument.Parse(list.Output);
        Assert.Equal(20_000, accounts.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Static_records_become_a_zone_file_that_the_server_takes_and_never_another_time()
    {
        await AcmeDnsDatabase.WriteAsync(_folder.File("acme-dns.db"), AcmeDnsKeys.Account(1));
        await File.WriteAllTextAsync(_folder.File("config.cfg"), """
            [general]
            domain = "auth.example.org"
            nsname = "auth.example.org"
            nsadmin = "admin.example.org"
            records = [
                "auth.example.org. A 198.51.100.1",
                "auth.example.org. NS auth.example.org.",
            ]
            """);

        ProgramResult dry = await ImportAsync("--config-file", "config.cfg");
        bool isThereAfterDryRun = File.Exists(_folder.File("auth.example.org.zone"));
        ProgramResult real = await ImportAsync("--config-file", "config.cfg", "--yes");
        await File.AppendAllTextAsync(_folder.File("auth.example.org.zone"), "; mine\n");
        ProgramResult again = await ImportAsync("--config-file", "config.cfg", "--yes");
        await using RunningServer server = await RunningServer.StartInAsync(
            _folder, ("Zone:File", _folder.File("auth.example.org.zone")));

        Assert.Equal((0, 0, 0, false), (dry.ExitCode, real.ExitCode, again.ExitCode, isThereAfterDryRun));
        Assert.Contains("2 static records, 0 of them refused", real.Output, StringComparison.Ordinal);
        Assert.Contains("is there already and stays as it is", again.Output, StringComparison.Ordinal);
        Assert.Contains("; mine", await File.ReadAllTextAsync(_folder.File("auth.example.org.zone")), StringComparison.Ordinal);
        Assert.Equal((0, 0), ((await server.AskAsync("auth.example.org", DnsAnswer.A)).Rcode, (await server.AskAsync("auth.example.org", DnsAnswer.A)).AuthorityCount));
    }

    [Fact]
    public async Task Another_zone_than_the_configured_one_is_a_warning()
    {
        await AcmeDnsDatabase.WriteAsync(_folder.File("acme-dns.db"), AcmeDnsKeys.Account(1));
        await File.WriteAllTextAsync(_folder.File("config.cfg"), """
            [general]
            domain = "acme.example.net"
            nsname = "ns.example.net"
            nsadmin = "admin.example.net"
            """);

        ProgramResult result = await ImportAsync("--config-file", "config.cfg");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("WARNING: acme-dns serves acme.example.net", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--from must be", "nonsense")]
    [InlineData(2, "--from must be", "postgres:Password=hunter2")]
    [InlineData(2, "--from must be", "postgres://u:hunter2@h/d?options=x")]
    [InlineData(1, "cannot be opened", "sqlite:missing.db")]
    [InlineData(1, "is not a database of acme-dns", "sqlite:other.db")]
    [InlineData(1, "cannot be opened", "postgres:Host=127.0.0.1;Port=1;Username=u;Password=hunter2")]
    public async Task Source_that_cannot_be_read_is_told_without_its_password(int code, string words, string from)
    {
        await using (var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_folder.File("other.db")};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var create = other.CreateCommand();
            create.CommandText = "CREATE TABLE something(x)";
            await create.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        ProgramResult result = await RunAsync("import", "acme-dns", "--from", from);

        Assert.Equal(code, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.AllText, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("missing.db")));
    }

    [Fact]
    public async Task Source_stays_as_it_was_octet_for_octet()
    {
        await AcmeDnsDatabase.WriteAsync(_folder.File("acme-dns.db"), Accounts(3));
        byte[] before = await File.ReadAllBytesAsync(_folder.File("acme-dns.db"), TestContext.Current.CancellationToken);

        await ImportAsync("--yes");

        Assert.Equal(before, await File.ReadAllBytesAsync(_folder.File("acme-dns.db"), TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFiles(_folder.Root, "acme-dns.db-*"));
    }

    private static TestAccount Account(int number) => new(
        AcmeDnsKeys.Username(number),
        AcmeDnsKeys.Key(number),
        $"{AcmeDnsKeys.Subdomain(number)}.auth.example.org",
        AcmeDnsKeys.Subdomain(number));

    private static IEnumerable<AcmeDnsAccountRow> Accounts(int count) =>
        Enumerable.Range(1, count).Select(number => AcmeDnsKeys.Account(number));

    private static IEnumerable<AcmeDnsAccountRow> Fillers(int first, int last) =>
        Enumerable.Range(first, last - first + 1).Select(AcmeDnsKeys.Filler);

    private static string Counts(ProgramResult result)
    {
        using var report = JsonDocument.Parse(result.Output);
        int Count(string name) => report.RootElement.GetProperty(name).GetInt32();
        return $"imported {Count("imported")}, there {Count("already_there")}, skipped {Count("skipped")}";
    }

    private string[] Arguments(string from, params string[] more) =>
        ["import", "acme-dns", "--from", $"sqlite:{_folder.File(from)}", "--database", "sqlite:test.db", .. more];

    private Task<ProgramResult> ImportAsync(params string[] more) => ImportFromAsync("acme-dns.db", more);

    private Task<ProgramResult> ImportFromAsync(string from, params string[] more) =>
        ServerProgram.RunAsync(_folder, Arguments(from, more));

    private Task<ProgramResult> RunAsync(params string[] arguments) =>
        ServerProgram.RunAsync(_folder, [.. arguments, "--database", "sqlite:test.db"]);
}
