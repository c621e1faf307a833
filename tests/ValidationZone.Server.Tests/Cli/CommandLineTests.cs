namespace ValidationZone.Server.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Version_is_printed()
    {
        ProgramResult result = await ServerProgram.RunAsync(_folder, "--version");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", result.Output);
    }

    [Fact]
    public async Task Help_names_every_command_and_the_defaults()
    {
        ProgramResult all = await ServerProgram.RunAsync(_folder, "--help");
        ProgramResult serve = await ServerProgram.RunAsync(_folder, "serve", "--help");

        Assert.All(
            ["serve", "check", "token", "account", "backup", "import", "key", "--version"],
            word => Assert.Contains(word, all.Output, StringComparison.Ordinal));
        Assert.All(
            ["auth.example.org", "127.0.0.1:5353", "http://127.0.0.1:8080", "sqlite:data/validationzone.db"],
            word => Assert.Contains(word, serve.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("key show", "key show")]
    [InlineData("key ds", "key ds")]
    [InlineData("key roll", "key roll --now")]
    public async Task Command_of_later_says_so(string name, string arguments)
    {
        ProgramResult result = await ServerProgram.RunAsync(_folder, arguments.Split(' '));

        Assert.Equal((2, "", $"'{name}' is not available yet\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Theory]
    [InlineData("")]
    [InlineData("key")]
    public async Task Help_says_what_is_not_available_yet_and_nothing_odd(string command)
    {
        ProgramResult result = await ServerProgram.RunAsync(
            _folder, [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("(not available yet)", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("dditional", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("account create --database sqlite:new.db")]
    [InlineData("token create --quiet --database sqlite:new.db")]
    public async Task Command_that_makes_a_database_says_where(string arguments)
    {
        ProgramResult first = await ServerProgram.RunAsync(_folder, arguments.Split(' '));
        ProgramResult second = await ServerProgram.RunAsync(_folder, arguments.Split(' '));

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal($"validationzone: {_folder.File("new.db")} is a new database\n", first.Error);
        Assert.Equal("", second.Error);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("serve --nonsense")]
    [InlineData("token create --role king")]
    [InlineData("token create --expires soon")]
    [InlineData("token create --quota 0")]
    [InlineData("token revoke not-a-uuid")]
    [InlineData("account create --allow-from 1.2.3.4")]
    [InlineData("account show")]
    [InlineData("account list --unused soon")]
    [InlineData("account disable some-name --username no-uuid")]
    [InlineData("account import")]
    [InlineData("backup")]
    [InlineData("check")]
    [InlineData("check printer.local")]
    [InlineData("check 192.0.2.1")]
    [InlineData("check www.example.org --resolver resolver.example")]
    [InlineData("check www.example.org --timeout 0")]
    [InlineData("check www.example.org --zone auth.example.net --target elsewhere.example")]
    [InlineData("check www.example.org --zone a..b")]
    public async Task Wrong_usage_ends_with_2_and_leaves_no_file(string arguments)
    {
        ProgramResult result = await ServerProgram.RunAsync(_folder, arguments.Split(' '));

        Assert.Equal(2, result.ExitCode);
        Assert.NotEmpty(result.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Root));
    }

    [Fact]
    public async Task Configuration_error_lists_every_problem_and_ends_with_2()
    {
        await File.WriteAllTextAsync(
            _folder.File("c.json"),
            """{"Zone":{"Tll":"1s"},"Dns":{"Listen":["x"],"UdpEngine":"fast"},"Api":{"Listen":["y"]}}""",
            TestContext.Current.CancellationToken);

        ProgramResult result = await ServerProgram.RunAsync(
            _folder,
            [("VALIDATIONZONE_Registration__Mode", "maybe")],
            "serve", "--config", "c.json", "--zone", "a..b", "--database", "postgres:Password=hunter2");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(7, result.ErrorLines.Count);
        Assert.Contains("postgres is not available yet", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_configuration_file_is_an_error()
    {
        ProgramResult result = await ServerProgram.RunAsync(_folder, "serve", "--config", "missing.json");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("missing.json", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Effective_settings_are_printed_with_secrets_masked()
    {
        ProgramResult result = await ServerProgram.RunAsync(
            _folder,
            [
                ("VALIDATIONZONE_Zone__Name", "env.example"),
                ("VALIDATIONZONE_Database", "postgres:Host=h;Password=hunter2"),
            ],
            "serve", "--print-config", "--dns", "127.0.0.1:7777");

        Assert.Contains("\"env.example\"", result.Output, StringComparison.Ordinal);
        Assert.Contains("\"127.0.0.1:7777\"", result.Output, StringComparison.Ordinal);
        Assert.Contains("***", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_into_a_database_that_is_not_there_makes_none()
    {
        ProgramResult result = await ServerProgram.RunAsync(_folder, "account", "list", "--database", "sqlite:typo.db");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("there is no database typo.db", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Root));
    }

    public void Dispose() => _folder.Dispose();
}
