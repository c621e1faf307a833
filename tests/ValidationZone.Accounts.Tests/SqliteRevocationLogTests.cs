using Microsoft.Data.Sqlite;
using ValidationZone.Storage.Sqlite;
using ValidationZone.Tests.Support;

namespace ValidationZone.Accounts.Tests;

/// <summary>The file of what was taken away for good: several writers, torn lines, a file that vanishes.</summary>
public sealed class SqliteRevocationLogTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeClock _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string DatabasePath => _folder.PathOf("validationzone.db");

    private string LogPath => DatabasePath + ".revoked";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nobody_appends_while_another_process_has_the_lock()
    {
        await WriteAsync(_ => Task.CompletedTask);
        var database = new SqliteDatabase(DatabasePath);
        using var session = new WriteSession(database.OpenForWriting());
        var log = RevocationLog.Open(database, session, _clock.GetUtcNow());
        session.Begin();
        session.Revoke(Revocation.OfName(A.Subdomain("name")), _clock.GetUtcNow());
        session.Commit();
        session.Prepare("PRAGMA busy_timeout = 0").Step();

        using (var other = new WriteSession(database.OpenForWriting()))
        {
            other.Begin();
            Assert.Throws<SqliteException>(() => log.Follow(session));
        }

        Assert.DoesNotContain(" name name\n", await ReadLogAsync(), StringComparison.Ordinal);
        session.ResetStatements();
        log.Follow(session);
        Assert.Contains(" name name\n", await ReadLogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_line_deletes_no_name_that_it_happens_to_spell()
    {
        await WriteAsync(store => store.RegisterAsync(A.NewSubdomain("shop", user: 1)));
        await File.AppendAllTextAsync(LogPath, "1700000000000 name shop", Cancellation);

        await WriteAsync(store => store.DeleteAsync(A.Subdomain("another")));
        await WriteAsync(store => store.RevokeTokenAsync(A.Uuid(5)));
        await WriteAsync(store => store.RaiseSerialCeilingAsync(5));

        await using SqliteAccountStore store = await OpenAsync();
        Assert.Null((await store.FindAsync(A.Subdomain("shop"), Cancellation))!.DeletedAt);
    }

    [Fact]
    public async Task Log_that_vanishes_while_the_store_is_open_is_whole_again_after_the_next_deletion()
    {
        await using (SqliteAccountStore store = await OpenAsync())
        {
            await store.RegisterAsync(A.NewSubdomain("one", user: 1));
            await store.RegisterAsync(A.NewSubdomain("two", user: 2));
            await store.DeleteAsync(A.Subdomain("one"));
            File.Delete(LogPath);
            await store.DeleteAsync(A.Subdomain("two"));
        }

        File.Delete(DatabasePath);

        await using SqliteAccountStore anew = await OpenAsync();
        Assert.NotNull((await anew.FindAsync(A.Subdomain("one"), Cancellation))?.DeletedAt);
        Assert.NotNull((await anew.FindAsync(A.Subdomain("two"), Cancellation))?.DeletedAt);
    }

    [Fact]
    public async Task Log_that_a_command_of_root_makes_does_not_shut_out_the_server()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows knows no modes");
        await WriteAsync(_ => Task.CompletedTask);
        File.Delete(LogPath);

        await WriteAsync(_ => Task.CompletedTask);

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(
            Environment.IsPrivilegedProcess ? (UnixFileMode)0b110_110_110 : Owner,
            OperatingSystem.IsWindows() ? Owner : File.GetUnixFileMode(LogPath));
    }

    private Task<string> ReadLogAsync() => File.ReadAllTextAsync(LogPath, Cancellation);

    private Task<SqliteAccountStore> OpenAsync() => SqliteAccountStore.OpenAsync(DatabasePath, _clock, Cancellation);

    private async Task WriteAsync(Func<SqliteAccountStore, Task> write)
    {
        await using SqliteAccountStore store = await OpenAsync();
        await write(store);
    }
}
