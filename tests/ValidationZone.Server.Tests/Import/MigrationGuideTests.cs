using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests.Import;

/// <summary>The commands of the migration guide, on a database like the one that it shows.</summary>
public sealed class MigrationGuideTests : IDisposable
{
    private readonly ImportScene _scene = new();

    private static string[] Lines { get; } = File.ReadAllLines(RepositoryFolder.Find("docs", "migration.md"));

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Import_commands_do_what_the_guide_says_and_print_what_it_shows()
    {
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        await AcmeDnsDatabase.WriteAsync(
            _scene.Folder.File("acme-dns.db"),
            AcmeDnsKeys.Account(1) with { Values = [(Digests.Next(), now)] },
            AcmeDnsKeys.Account(2),
            AcmeDnsKeys.Filler(3) with { Subdomain = "_acme-challenge" });
        _scene.Write("config.cfg", """
            [general]
            domain = "auth.example.org"
            nsname = "auth.example.org"
            nsadmin = "admin.example.org"
            records = ["auth.example.org. A 198.51.100.1", "auth.example.org. NS auth.example.org."]
            """);

        ProgramResult look = await RunAsync(Commands().First());
        ProgramResult import = await RunAsync(Commands().Last());

        Assert.Equal(Shown(), look.Output.Replace(_scene.Folder.Root, "/var/lib/acme-dns", StringComparison.Ordinal));
        Assert.Contains("2 imported, with 1 live values", import.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_scene.Folder.File("auth.example.org.zone")));
    }

    [Fact]
    public async Task Serve_command_has_only_options_that_there_are()
    {
        string serve = Lines.Single(line => line.StartsWith("validationzone serve", StringComparison.Ordinal));
        string zone = RepositoryFolder.Find("zones", "validation.example.zone");
        string command = serve.Replace("auth.example.org.zone", zone, StringComparison.Ordinal);
        string[] words = [.. command.Split(' ').Skip(1)];

        ProgramResult result = await ServerProgram.RunAsync(_scene.Folder, [.. words, "--print-config"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }

    private static IEnumerable<string> Commands() =>
        Lines.Where(line => line.StartsWith("validationzone import", StringComparison.Ordinal));

    private static string Shown()
    {
        IEnumerable<string> block = Lines.SkipWhile(line => line != "```text").Skip(1).TakeWhile(line => line != "```");
        return string.Concat(block.Select(line => line + "\n"));
    }

    private Task<ProgramResult> RunAsync(string command) => ServerProgram.RunAsync(
        _scene.Folder,
        [
            .. command.Split(' ').Skip(1).Select(word => word
                .Replace("/var/lib/acme-dns", _scene.Folder.Root, StringComparison.Ordinal)
                .Replace("/etc/acme-dns", _scene.Folder.Root, StringComparison.Ordinal)),
        ]);
}
