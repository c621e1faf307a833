using System.Text.Json;

namespace ValidationZone.Server.Tests;

/// <summary><c>account export</c> and <c>account import</c>, from one database to another.</summary>
public sealed class AccountExportTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private OperatorCommands _commands = null!;
    private OperatorCommands _others = null!;
    private TestAccount _account = null!;
    private string _export = null!;

    private string ExportPath => _folder.File("accounts.jsonl");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _commands = new OperatorCommands(_folder);
        _others = new OperatorCommands(_folder, "other.db");
        _account = await _commands.CreateAccountAsync("--note", "shop", "--allow-from", "127.0.0.0/8");
        ProgramResult result = await _commands.RunAsync("account", "export", "--out", ExportPath);
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        _export = await File.ReadAllTextAsync(ExportPath);
        File.Copy(_folder.File("test.db.pepper"), _folder.File("other.db.pepper"));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Exported_account_works_in_a_new_server_with_its_old_key()
    {
        ProgramResult imported = await _others.RunAsync("account", "import", ExportPath, "--yes");
        await using RunningServer server = await RunningServer.StartInAsync(
            _folder, ("Database", "sqlite:" + _folder.File("other.db")));

        HttpReply reply = await server.UpdateAsync(_account, Digests.Next());

        Assert.Equal(0, imported.ExitCode);
        Assert.Contains("1 imported", imported.Output, StringComparison.Ordinal);
        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task Export_is_private_holds_no_key_and_is_the_same_on_standard_output()
    {
        ProgramResult printed = await _commands.RunAsync("account", "export");

        Assert.Equal((0, _export, ""), (printed.ExitCode, printed.Output, printed.Error));
        Assert.DoesNotContain(_account.Password, _export, StringComparison.Ordinal);
        Assert.StartsWith(
            """{"format":"validationzone accounts 1","zone":"auth.example.org","pepper_check":""",
            _export,
            StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ExportPath));
    }

    [Fact]
    public async Task Without_yes_nothing_is_made()
    {
        JsonElement report = await _others.AskAsync("account", "import", ExportPath);

        Assert.True(report.GetProperty("dry_run").GetBoolean());
        Assert.Equal(1, report.GetProperty("imported").GetInt32());
        Assert.False(File.Exists(_folder.File("other.db")));
    }

    [Fact]
    public async Task Import_can_be_repeated_and_comes_from_standard_input_too()
    {
        string import = $"{ServerProgram.Path} account import - --yes --json --database sqlite:{_folder.File("other.db")}";

        await ServerProgram.RunShellAsync(_folder, "/bin/sh", $"{import} < {ExportPath}");
        ProgramResult again = await ServerProgram.RunShellAsync(_folder, "/bin/sh", $"{import} < {ExportPath}");

        using var report = JsonDocument.Parse(again.Output);
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(1, report.RootElement.GetProperty("already_there").GetInt32());
    }

    [Fact]
    public async Task Deleted_account_is_not_imported_again()
    {
        await _commands.RunAsync("account", "delete", _account.Subdomain);

        ProgramResult dry = await _commands.RunAsync("account", "import", ExportPath);
        ProgramResult import = await _commands.RunAsync("account", "import", ExportPath, "--yes");
        ProgramResult show = await _commands.RunAsync("account", "show", _account.Subdomain);

        Assert.Equal((1, 1), (dry.ExitCode, import.ExitCode));
        Assert.Contains(
            $"line 2, {_account.Subdomain}: it was deleted or revoked here", import.Output, StringComparison.Ordinal);
        Assert.Contains("\ndeleted ", show.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_line_is_named_and_ends_with_1()
    {
        await File.WriteAllTextAsync(ExportPath, _export + "{\"name\":\"x\u001b[31m", Cancellation);

        ProgramResult import = await _others.RunAsync("account", "import", ExportPath, "--yes");

        Assert.Equal(1, import.ExitCode);
        Assert.Contains("1 imported", import.Output, StringComparison.Ordinal);
        Assert.Contains("line 3: it is not the JSON of an account", import.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', import.AllText);
    }

    [Theory]
    [InlineData("pepper", "made under another pepper")]
    [InlineData("zone", "this server's zone is other.example.")]
    [InlineData("text", "does not begin like an export")]
    [InlineData("no pepper", "there is no pepper")]
    public async Task Export_that_does_not_belong_here_is_refused_before_anything_is_made(string what, string words)
    {
        File.Delete(_folder.File("other.db.pepper"));
        if (what != "no pepper")
        {
            await PrivateCopyAsync(what == "pepper"
                ? string.Concat(Enumerable.Repeat("5ca1ab1e", 8)) + "\n"
                : await File.ReadAllTextAsync(_folder.File("test.db.pepper"), Cancellation));
        }

        if (what == "text")
            await File.WriteAllTextAsync(ExportPath, "some text\n", Cancellation);

        string zone = what == "zone" ? "other.example" : "auth.example.org";
        ProgramResult import = await _others.RunAsync("account", "import", ExportPath, "--yes", "--zone", zone);

        Assert.Equal(1, import.ExitCode);
        Assert.Contains(words, import.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("other.db")));
    }

    [Fact]
    public async Task Export_over_a_file_that_is_there_is_refused()
    {
        ProgramResult result = await _commands.RunAsync("account", "export", "--out", ExportPath);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("is there already", result.Error, StringComparison.Ordinal);
        Assert.Equal(_export, await File.ReadAllTextAsync(ExportPath, Cancellation));
    }

    private async Task PrivateCopyAsync(string pepper)
    {
        string path = _folder.File("other.db.pepper");
        await File.WriteAllTextAsync(path, pepper, Cancellation);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
