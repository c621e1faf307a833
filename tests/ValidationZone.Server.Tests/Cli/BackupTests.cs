using System.Text.Json;

namespace ValidationZone.Server.Tests;

/// <summary><c>backup</c>, and the drill of putting one back.</summary>
public sealed class BackupTests : IDisposable
{
    private const int NxDomain = 3;

    private readonly TempFolder _folder = new();
    private readonly OperatorCommands _commands;

    public BackupTests() => _commands = new OperatorCommands(_folder);

    private string DatabasePath => _folder.File("test.db");

    private string CopyPath => _folder.File("copy.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Deleted_name_stays_deleted_when_the_backup_is_put_back()
    {
        TestAccount kept = await _commands.CreateAccountAsync();
        TestAccount deleted = await _commands.CreateAccountAsync();
        await _commands.RunAsync("account", "export", "--out", _folder.File("accounts.jsonl"));
        await _commands.AskAsync("backup", "--to", CopyPath);
        await _commands.RunAsync("account", "delete", deleted.Subdomain);

        PutBack();
        JsonElement show = await _commands.AskAsync("account", "show", deleted.Subdomain);
        ProgramResult import = await _commands.RunAsync("account", "import", _folder.File("accounts.jsonl"), "--yes");
        await using RunningServer server = await RunningServer.StartInAsync(_folder);

        Assert.NotEqual(JsonValueKind.Null, show.GetProperty("deleted").ValueKind);
        Assert.Equal(0, show.GetProperty("credentials").GetArrayLength());
        Assert.Contains($"{deleted.Subdomain}: it was deleted", import.Output, StringComparison.Ordinal);
        Assert.Equal(NxDomain, (await server.AskAsync(deleted.Fulldomain)).Rcode);
        Assert.Equal(401, (await server.UpdateAsync(deleted, Digests.Next())).Status);
        Assert.Equal(200, (await server.UpdateAsync(kept, Digests.Next())).Status);
    }

    [Fact]
    public async Task Backup_beside_a_running_server_holds_what_was_published_and_says_what_belongs_to_it()
    {
        await using RunningServer server = await RunningServer.StartInAsync(_folder);
        TestAccount account = await server.RegisterAsync();
        string digest = Digests.Next();
        await server.UpdateAsync(account, digest);

        ProgramResult backup = await _commands.RunAsync("backup", "--to", CopyPath);

        File.Copy(DatabasePath + ".pepper", CopyPath + ".pepper");
        ProgramResult show = await new OperatorCommands(_folder, "copy.db")
            .RunAsync("account", "show", account.Subdomain);
        Assert.Equal((0, ""), (backup.ExitCode, backup.Error));
        Assert.Contains($"Keep the pepper apart from it: {DatabasePath}.pepper", backup.Output, StringComparison.Ordinal);
        Assert.Contains($"{DatabasePath}.revoked must stay", backup.Output, StringComparison.Ordinal);
        Assert.Contains(digest, show.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_to_a_place_that_is_taken_or_missing_ends_with_1()
    {
        await _commands.CreateAccountAsync();

        ProgramResult itself = await _commands.RunAsync("backup", "--to", DatabasePath);
        ProgramResult nowhere = await _commands.RunAsync("backup", "--to", _folder.File("none/copy.db"));
        ProgramResult missing = await new OperatorCommands(_folder, "typo.db").RunAsync("backup", "--to", CopyPath);

        Assert.Equal((1, 1, 1), (itself.ExitCode, nowhere.ExitCode, missing.ExitCode));
        Assert.Contains("belongs to the database itself", itself.Error, StringComparison.Ordinal);
        Assert.Contains("none/copy.db", nowhere.Error, StringComparison.Ordinal);
        Assert.Contains("there is no database", missing.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Root, "copy*"));
    }

    [Fact]
    public async Task Backup_to_a_disk_that_is_full_leaves_nothing()
    {
        await _commands.CreateAccountAsync("--note", new string('x', 100_000));
        // A write of the copy that goes over the limit fails, as on a full disk. The runtime's own trick with large
        // files in memory would fail too.
        string backup = $"{ServerProgram.Path} backup --to {CopyPath} --database sqlite:{DatabasePath}";

        ProgramResult result = await ServerProgram.RunShellAsync(
            _folder, "/bin/sh", $"trap '' XFSZ; ulimit -f 100; DOTNET_EnableWriteXorExecute=0 {backup}");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("the database cannot be copied", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Root, "copy*"));
    }

    /// <summary>As <c>docs/operations.md</c> says it: the copy takes the database's place, all else stays.</summary>
    private void PutBack()
    {
        File.Delete(DatabasePath + "-wal");
        File.Delete(DatabasePath + "-shm");
        File.Copy(CopyPath, DatabasePath, overwrite: true);
    }
}
