namespace ValidationZone.Server.Tests.Import;

/// <summary>What the command says, and what it makes beside the store.</summary>
public sealed class ImportCommandTests : IDisposable
{
    private readonly ImportScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Dry_run_says_what_would_be_and_makes_nothing()
    {
        await AcmeDnsDatabase.WriteAsync(_scene.Folder.File("acme-dns.db"), ImportScene.Accounts(3));

        ProgramResult result = await _scene.ImportAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("3 would be imported", result.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", result.Output, StringComparison.Ordinal);
        Assert.Equal([_scene.Folder.File("acme-dns.db")], Directory.GetFiles(_scene.Folder.Root));
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
            AcmeDnsKeys.Filler(7) with { Password = $"$2a$31{AcmeDnsKeys.Filler(7).Password[6..]}" },
            AcmeDnsKeys.Filler(8) with { AllowFrom = """["192.0.2.0/24","10.0.0.1"]""" },
            AcmeDnsKeys.Filler(9) with { AllowFrom = "" },
            AcmeDnsKeys.Filler(10) with { AllowFrom = null },
        ];
        await AcmeDnsDatabase.WriteAsync(_scene.Folder.File("acme-dns.db"), rows);

        ProgramResult result = await _scene.ImportAsync("--yes");
        ProgramResult json = await _scene.ImportAsync("--json");

        Assert.Equal(1, result.ExitCode);
        Assert.All(
            [
                "1 because the username is not a UUID", "3 because the subdomain is not one label",
                "2 because the password is not a bcrypt hash", "3 because the allowfrom list is not a JSON array",
                "two.labels: the subdomain", "?[2Jx: the subdomain",
            ],
            words => Assert.Contains(words, result.Output, StringComparison.Ordinal));
        Assert.Equal("imported 0, there 1, skipped 9", ImportScene.Counts(json));
        string text = result.AllText + json.AllText;
        Assert.All(rows, row => Assert.DoesNotContain(row.Password, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Static_records_become_a_zone_file_that_the_server_takes_and_never_another_time()
    {
        await AcmeDnsDatabase.WriteAsync(_scene.Folder.File("acme-dns.db"), AcmeDnsKeys.Account(1));
        _scene.Write("config.cfg", """
            [general]
            domain = "auth.example.org"
            nsname = "auth.example.org"
            nsadmin = "admin.example.org"
            records = [
                "auth.example.org. A 198.51.100.1",
                "auth.example.org. NS auth.example.org.",
            ]
            """);

        ProgramResult dry = await _scene.ImportAsync("--config-file", "config.cfg");
        bool isThereAfterDryRun = File.Exists(_scene.Folder.File("auth.example.org.zone"));
        ProgramResult real = await _scene.ImportAsync("--config-file", "config.cfg", "--yes");
        File.AppendAllText(_scene.Folder.File("auth.example.org.zone"), "; mine\n");
        ProgramResult again = await _scene.ImportAsync("--config-file", "config.cfg", "--yes");
        await using RunningServer server = await RunningServer.StartInAsync(
            _scene.Folder, ("Zone:File", _scene.Folder.File("auth.example.org.zone")));

        Assert.Equal((0, 0, 0, false), (dry.ExitCode, real.ExitCode, again.ExitCode, isThereAfterDryRun));
        Assert.Contains("2 static records, 0 of them refused", real.Output, StringComparison.Ordinal);
        Assert.Contains("is there already and stays as it is", again.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            "; mine\n", File.ReadAllText(_scene.Folder.File("auth.example.org.zone")), StringComparison.Ordinal);
        DnsAnswer address = await server.AskAsync("auth.example.org", DnsAnswer.A);
        Assert.Equal((0, 0), (address.Rcode, address.AuthorityCount));
    }

    [Fact]
    public async Task Another_zone_than_the_configured_one_is_a_warning()
    {
        await AcmeDnsDatabase.WriteAsync(_scene.Folder.File("acme-dns.db"), AcmeDnsKeys.Account(1));
        _scene.Write("config.cfg", """
            [general]
            domain = "acme.example.net"
            nsname = "ns.example.net"
            nsadmin = "admin.example.net"
            """);

        ProgramResult result = await _scene.ImportAsync("--config-file", "config.cfg");

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
        await AcmeDnsDatabase.WriteForeignAsync(_scene.Folder.File("other.db"));

        ProgramResult result = await _scene.RunAsync("import", "acme-dns", "--from", from);

        Assert.Equal(code, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.AllText, StringComparison.Ordinal);
        Assert.False(File.Exists(_scene.Folder.File("missing.db")));
    }

    [Fact]
    public async Task Source_stays_as_it_was_octet_for_octet()
    {
        await AcmeDnsDatabase.WriteAsync(_scene.Folder.File("acme-dns.db"), ImportScene.Accounts(3));
        byte[] before = File.ReadAllBytes(_scene.Folder.File("acme-dns.db"));

        await _scene.ImportAsync("--yes");

        Assert.Equal(before, File.ReadAllBytes(_scene.Folder.File("acme-dns.db")));
        Assert.Empty(Directory.GetFiles(_scene.Folder.Root, "acme-dns.db-*"));
    }
}
