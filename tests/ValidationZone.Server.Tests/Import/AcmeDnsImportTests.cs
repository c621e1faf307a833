using System.Globalization;
using System.Text.Json;

namespace ValidationZone.Server.Tests.Import;

/// <summary>What comes of whole databases: each kind, twice, half-way, and beside what is here already.</summary>
public sealed class AcmeDnsImportTests : IDisposable
{
    private const int NxDomain = 3;

    private readonly ImportScene _scene = new();

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static int ManyAccounts =>
        Environment.GetEnvironmentVariable("VALIDATIONZONE_LONG_TESTS") == "1" ? 100_000 : 20_000;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Dry_run_on_a_store_in_use_says_what_the_import_then_says()
    {
        await AcmeDnsDatabase.WriteAsync(_scene.Folder.File("some.db"), ImportScene.Accounts(2));
        AcmeDnsAccountRow foreign = AcmeDnsKeys.Account(5) with { Subdomain = AcmeDnsKeys.Subdomain(1) };
        await AcmeDnsDatabase.WriteAsync(
            _scene.Folder.File("acme-dns.db"), [.. ImportScene.Accounts(4).Skip(1), foreign]);
        await _scene.ImportFromAsync("some.db", "--yes");
        await _scene.RunAsync("account", "delete", AcmeDnsKeys.Subdomain(2));

        ProgramResult dry = await _scene.ImportAsync("--json");
        ProgramResult real = await _scene.ImportAsync("--yes", "--json");

        Assert.Equal((1, 1), (dry.ExitCode, real.ExitCode));
        Assert.Equal(ImportScene.Counts(dry), ImportScene.Counts(real));
        Assert.Equal("imported 2, there 0, skipped 2", ImportScene.Counts(real));
    }

    [Fact]
    public async Task Import_can_be_repeated_and_a_name_that_was_deleted_here_stays_deleted()
    {
        await AcmeDnsDatabase.WriteAsync(_scene.Folder.File("acme-dns.db"), ImportScene.Accounts(3));
        await _scene.ImportAsync("--yes");
        await _scene.RunAsync("account", "delete", AcmeDnsKeys.Subdomain(3));

        ProgramResult again = await _scene.ImportAsync("--yes");
        await using RunningServer server = await RunningServer.StartInAsync(_scene.Folder);

        Assert.Equal(1, again.ExitCode);
        Assert.Contains("2 already there", again.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"{AcmeDnsKeys.Subdomain(3)}: it was deleted or revoked here, and is never given out again",
            again.Output,
            StringComparison.Ordinal);
        Assert.Equal(NxDomain, (await server.AskAsync(ImportScene.Account(3).Fulldomain)).Rcode);
        Assert.Equal(401, (await server.UpdateAsync(ImportScene.Account(3), Digests.Next())).Status);
    }

    [Fact]
    public async Task First_generation_and_an_upgraded_file_are_read_alike()
    {
        (string first, string second) = (Digests.Next(), Digests.Next());
        await AcmeDnsDatabase.WriteFirstGenerationAsync(
            _scene.Folder.File("first.db"),
            AcmeDnsKeys.Account(1) with { Values = [(first, Now - 60)] },
            AcmeDnsKeys.Account(2));
        await AcmeDnsDatabase.WriteUpgradedAsync(
            _scene.Folder.File("upgraded.db"), AcmeDnsKeys.Account(3) with { Values = [(second, Now - 60)] });

        ProgramResult one = await _scene.ImportFromAsync("first.db", "--yes");
        ProgramResult two = await _scene.ImportFromAsync("upgraded.db", "--yes");
        await using RunningServer server = await RunningServer.StartInAsync(_scene.Folder);

        Assert.Equal((0, 0), (one.ExitCode, two.ExitCode));
        Assert.Equal([first], (await server.AskAsync(ImportScene.Account(1).Fulldomain)).Texts);
        Assert.Equal([second], (await server.AskAsync(ImportScene.Account(3).Fulldomain)).Texts);
        Assert.Equal(200, (await server.UpdateAsync(ImportScene.Account(2), Digests.Next())).Status);
    }

    [Fact]
    public async Task Postgres_is_read_by_either_form_of_its_address()
    {
        await using PostgresServer postgres = await PostgresServer.StartAsync();
        string digest = Digests.Next();
        await AcmeDnsDatabase.WritePostgresAsync(
            postgres.ConnectionString,
            [AcmeDnsKeys.Account(1) with { Values = [(digest, Now - 60)] }, .. ImportScene.Fillers(2, 2100)]);

        ProgramResult first = await _scene.RunAsync(
            "import", "acme-dns", "--from", $"postgres:{postgres.ConnectionString}", "--yes", "--json");
        string uri = $"postgres://acmedns:pw@127.0.0.1:{postgres.Port}/postgres?sslmode=disable";
        ProgramResult second = await _scene.RunAsync("import", "acme-dns", "--from", uri, "--json");
        await using RunningServer server = await RunningServer.StartInAsync(_scene.Folder);

        Assert.Equal("imported 2100, there 0, skipped 0", ImportScene.Counts(first));
        Assert.Equal("imported 0, there 2100, skipped 0", ImportScene.Counts(second));
        Assert.Equal([digest], (await server.AskAsync(ImportScene.Account(1).Fulldomain)).Texts);
        Assert.Equal(200, (await server.UpdateAsync(ImportScene.Account(1), Digests.Next())).Status);
    }

    [Fact]
    public async Task Many_accounts_are_imported_and_none_twice()
    {
        await AcmeDnsDatabase.WriteAsync(
            _scene.Folder.File("acme-dns.db"), [AcmeDnsKeys.Account(1), .. ImportScene.Fillers(2, ManyAccounts)]);

        ProgramResult result = await _scene.ImportAsync("--yes");
        ProgramResult again = await _scene.ImportAsync("--yes", "--json");

        string count = ManyAccounts.ToString("N0", CultureInfo.InvariantCulture);
        Assert.Contains($"{count} imported", result.Output, StringComparison.Ordinal);
        Assert.Equal($"imported 0, there {ManyAccounts}, skipped 0", ImportScene.Counts(again));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("KILL")]
    public async Task Import_that_was_ended_in_the_middle_is_completed_by_the_same_command(string signal)
    {
        await AcmeDnsDatabase.WriteAsync(_scene.Folder.File("acme-dns.db"), ImportScene.Fillers(1, 20_000));
        // Where this process stood still meanwhile, the import has come to its end, and another one is made.
        for (int i = 0; i < 5 && !await EndInTheMiddleAsync(signal); i++)
            Array.ForEach(Directory.GetFiles(_scene.Folder.Root, "test.db*"), File.Delete);

        ProgramResult again = await _scene.ImportAsync("--yes", "--json");
        ProgramResult list = await _scene.RunAsync("account", "list", "--json");

        Assert.Equal(0, again.ExitCode);
        using var accounts = JsonDocument.Parse(list.Output);
        Assert.Equal(20_000, accounts.RootElement.GetArrayLength());
    }

    /// <summary>Imports until some thousand accounts are there; whether that was before the end.</summary>
    private async Task<bool> EndInTheMiddleAsync(string signal)
    {
        var log = new FileInfo(_scene.Folder.File("test.db-wal"));
        await using ServerProgram program =
            ServerProgram.Begin(_scene.Folder, _scene.Arguments("acme-dns.db", "--yes"));
        await Eventually.HoldsAsync(() =>
        {
            log.Refresh();
            return program.HasExited || (log.Exists && log.Length > 1_000_000);
        });
        return (await program.StopAsync(signal)).ExitCode != 0;
    }
}
