using ValidationZone.Storage.Sqlite;
using ValidationZone.Tests.Support;

namespace ValidationZone.Accounts.Tests;

/// <summary>What was taken away for good, when somebody puts an older copy of the database back.</summary>
public sealed class SqliteRevocationTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeClock _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string DatabasePath => _folder.PathOf("validationzone.db");

    private string LogPath => DatabasePath + ".revoked";

    private string CopyPath => _folder.PathOf("copy.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Deleted_name_does_not_come_back_with_an_older_copy()
    {
        await WriteAsync(store => store.RegisterAsync(A.NewSubdomain("name", user: 1)));
        Copy();
        await WriteAsync(store => store.DeleteAsync(A.Subdomain("name")));

        RestoreCopy();

        await using SqliteAccountStore store = await OpenAsync();
        StoredSubdomain found = await FindAsync(store, "name");
        Assert.NotNull(found.DeletedAt);
        Assert.Empty(found.Credentials);
        Assert.Equal(
            RegistrationVerdict.NameTaken, (await store.RegisterAsync(A.NewSubdomain("name", user: 2))).Verdict);
    }

    [Fact]
    public async Task Name_that_the_older_copy_never_had_stays_deleted_too()
    {
        await WriteAsync(_ => Task.CompletedTask);
        Copy();
        await WriteAsync(async store =>
        {
            await store.RegisterAsync(A.NewSubdomain("name", user: 1));
            await store.DeleteAsync(A.Subdomain("name"));
        });

        RestoreCopy();

        await using SqliteAccountStore store = await OpenAsync();
        Assert.NotNull((await FindAsync(store, "name")).DeletedAt);
        Assert.Equal(
            [ImportVerdict.Deleted], await store.ImportAsync([A.Stored("name", 0, A.Credential(1))]));
    }

    [Fact]
    public async Task Deleted_name_does_not_come_back_with_a_new_database()
    {
        await WriteAsync(async store =>
        {
            await store.RegisterAsync(A.NewSubdomain("name", user: 1));
            await store.DeleteAsync(A.Subdomain("name"));
        });
        File.Delete(DatabasePath);

        await using SqliteAccountStore store = await OpenAsync();

        Assert.NotNull((await FindAsync(store, "name")).DeletedAt);
    }

    [Fact]
    public async Task Revoked_credential_and_token_do_not_come_back()
    {
        await WriteAsync(async store =>
        {
            await store.RegisterAsync(A.NewSubdomain("name", user: 1));
            await EditAsync(store, stored => stored with { Credentials = [.. stored.Credentials, A.Credential(2)] });
            await store.AddTokenAsync(A.Token(5));
        });
        Copy();
        await WriteAsync(async store =>
        {
            await EditAsync(store, stored => stored with { Credentials = [A.Credential(2)] });
            await store.RevokeTokenAsync(A.Uuid(5));
        });

        RestoreCopy();

        await using SqliteAccountStore store = await OpenAsync();
        Assert.Equal(A.Uuid(2), Assert.Single((await FindAsync(store, "name")).Credentials).Username);
        Assert.NotNull(Assert.Single(await store.ListTokensAsync(Cancellation)).RevokedAt);
    }

    [Fact]
    public async Task Key_that_was_rotated_away_does_not_work_again()
    {
        await WriteAsync(store => store.RegisterAsync(A.NewSubdomain("name", user: 1)));
        Copy();
        await WriteAsync(store => EditAsync(store, stored => stored with
        {
            Credentials = [stored.Credentials[0] with { KeyHash = A.Hasher().Hash("the new key") }],
        }));

        RestoreCopy();

        await using SqliteAccountStore store = await OpenAsync();
        Assert.False(Assert.Single((await FindAsync(store, "name")).Credentials).IsEnabled);
    }

    [Fact]
    public async Task What_a_revoked_credential_has_published_does_not_come_back()
    {
        await WriteAsync(async store =>
        {
            await store.RegisterAsync(A.NewSubdomain("name", user: 1));
            await EditAsync(store, stored => stored with { Credentials = [.. stored.Credentials, A.Credential(2)] });
            await store.ChangeValuesAsync(A.Change("name", 1, digest: 1, _clock.GetUtcNow()));
            await store.ChangeValuesAsync(A.Change("name", 2, digest: 2, _clock.GetUtcNow()));
        });
        Copy();
        await WriteAsync(store =>
            store.EditAsync(new SubdomainEdit(A.Subdomain("name"), stored => CredentialRules.Remove(stored, A.Uuid(1)))));

        RestoreCopy();

        await using SqliteAccountStore store = await OpenAsync();
        Assert.Equal(A.Digest(2), Assert.Single((await FindAsync(store, "name")).Values).Digest);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Imported_key_that_was_rotated_away_does_not_work_again(bool isSeenBefore)
    {
        await WriteAsync(store => store.ImportAsync([A.Stored("name", 0, Imported())]));
        Copy();
        await WriteAsync(async store =>
        {
            if (isSeenBefore)
                await AdoptAsync(store);

            await store.EditAsync(new SubdomainEdit(
                A.Subdomain("name"),
                stored => CredentialRules.Rotate(stored, A.Uuid(1), A.Hasher().Hash("new"), previousUntil: null)));
        });

        RestoreCopy();

        await using SqliteAccountStore store = await OpenAsync();
        Assert.False(Assert.Single((await FindAsync(store, "name")).Credentials).IsEnabled);
    }

    [Fact]
    public async Task Imported_key_that_was_seen_since_the_copy_still_works()
    {
        await WriteAsync(store => store.ImportAsync([A.Stored("name", 0, Imported())]));
        Copy();
        await WriteAsync(AdoptAsync);

        RestoreCopy();

        await using SqliteAccountStore store = await OpenAsync();
        Assert.True(Assert.Single((await FindAsync(store, "name")).Credentials).IsEnabled);
    }

    [Fact]
    public async Task Rotation_with_an_overlap_survives_a_restart()
    {
        byte[] old = A.Credential(1).KeyHash.ToArray();
        await WriteAsync(store => store.RegisterAsync(A.NewSubdomain("name", user: 1)));
        await WriteAsync(store => EditAsync(store, stored => stored with
        {
            Credentials =
            [
                stored.Credentials[0] with
                {
                    KeyHash = A.Hasher().Hash("the new key"),
                    PreviousKeyHash = old,
                    PreviousUntil = _clock.GetUtcNow().AddDays(1),
                },
            ],
        }));

        await using SqliteAccountStore store = await OpenAsync();

        Credential credential = Assert.Single((await FindAsync(store, "name")).Credentials);
        Assert.True(credential.IsEnabled);
        Assert.Equal(old, credential.PreviousKeyHash.ToArray());
    }

    [Fact]
    public async Task Serial_ceiling_does_not_go_back()
    {
        await WriteAsync(store => store.RaiseSerialCeilingAsync(1_000));
        Copy();
        await WriteAsync(store => store.RaiseSerialCeilingAsync(5_000_000_000));

        RestoreCopy();

        await using SqliteAccountStore store = await OpenAsync();
        Assert.Equal(5_000_000_000, await store.ReadSerialCeilingAsync(Cancellation));
    }

    [Fact]
    public async Task Lost_log_is_written_anew_from_the_database()
    {
        await WriteAsync(async store =>
        {
            await store.RegisterAsync(A.NewSubdomain("name", user: 1));
            await store.DeleteAsync(A.Subdomain("name"));
        });
        File.Delete(LogPath);

        await WriteAsync(_ => Task.CompletedTask);

        Assert.Contains(await File.ReadAllLinesAsync(LogPath, Cancellation), line => line.EndsWith(" name name"));
    }

    [Fact]
    public async Task What_a_crash_has_kept_from_the_log_is_added_at_the_next_start()
    {
        await WriteAsync(store => store.RegisterAsync(A.NewSubdomain("name", user: 1)));
        string before = await File.ReadAllTextAsync(LogPath, Cancellation);
        await WriteAsync(store => store.DeleteAsync(A.Subdomain("name")));
        await File.WriteAllTextAsync(LogPath, before + "17000", Cancellation);

        await WriteAsync(_ => Task.CompletedTask);
        await WriteAsync(_ => Task.CompletedTask);

        string[] lines = await File.ReadAllLinesAsync(LogPath, Cancellation);
        Assert.Single(lines, line => line.EndsWith(" name name", StringComparison.Ordinal));
        Assert.Contains("17000!", lines);
    }

    [Fact]
    public async Task Deletion_is_not_acknowledged_while_the_log_cannot_be_written()
    {
        await using SqliteAccountStore store = await OpenAsync();
        await store.RegisterAsync(A.NewSubdomain("one", user: 1));
        await store.RegisterAsync(A.NewSubdomain("two", user: 2));
        string aside = LogPath + ".aside";
        File.Move(LogPath, aside);
        Directory.CreateDirectory(LogPath);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.DeleteAsync(A.Subdomain("one")));
        Directory.Delete(LogPath);
        File.Move(aside, LogPath);
        await store.DeleteAsync(A.Subdomain("two"));

        string log = await File.ReadAllTextAsync(LogPath, Cancellation);
        Assert.Contains(" name one\n", log, StringComparison.Ordinal);
        Assert.Contains(" name two\n", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_is_no_log_stops_the_start()
    {
        await WriteAsync(_ => Task.CompletedTask);
        await File.WriteAllTextAsync(LogPath, "something else\n", Cancellation);

        StoreUnavailableException refusal = await Assert.ThrowsAsync<StoreUnavailableException>(OpenAsync);

        Assert.Contains(LogPath, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_holds_no_key()
    {
        const string Key = "0123456789012345678901234567890123456789";
        await WriteAsync(async store =>
        {
            await store.RegisterAsync(A.NewSubdomain("name", user: 1));
            await EditAsync(store, stored => stored with { Credentials = [] });
        });

        Assert.DoesNotContain(Key, await File.ReadAllTextAsync(LogPath, Cancellation), StringComparison.Ordinal);
    }

    private static Credential Imported() => A.Credential(1) with
    {
        KeyHash = new byte[KeyHasher.HashLengthInOctets],
        ImportedHash = "$2a$04$imported",
    };

    private static Task<EditReceipt> AdoptAsync(SqliteAccountStore store) => store.EditAsync(new SubdomainEdit(
        A.Subdomain("name"),
        stored => CredentialRules.Adopt(stored, A.Uuid(1), "$2a$04$imported", A.Credential(1).KeyHash)));

    private static Task<EditReceipt> EditAsync(SqliteAccountStore store, Func<StoredSubdomain, StoredSubdomain> change) =>
        store.EditAsync(new SubdomainEdit(
            A.Subdomain("name"), stored => new EditStep(EditVerdict.Done, change(stored))));

    private static async Task<StoredSubdomain> FindAsync(SqliteAccountStore store, string name) =>
        (await store.FindAsync(A.Subdomain(name), Cancellation))!;

    private Task<SqliteAccountStore> OpenAsync() => SqliteAccountStore.OpenAsync(DatabasePath, _clock, Cancellation);

    private async Task WriteAsync(Func<SqliteAccountStore, Task> write)
    {
        await using SqliteAccountStore store = await OpenAsync();
        await write(store);
    }

    // Closed, the database is one file.
    private void Copy() => File.Copy(DatabasePath, CopyPath);

    private void RestoreCopy() => File.Copy(CopyPath, DatabasePath, overwrite: true);
}
