using Microsoft.Data.Sqlite;
using ValidationZone.Storage.Sqlite;
using ValidationZone.Tests.Support;

namespace ValidationZone.Accounts.Tests;

/// <summary>A database of the first schema, whose values were rows of their own, opened by this program.</summary>
public sealed class SqliteMigrationTests : IDisposable
{
    // The digest of the last value has bits set that no SHA-256 has; the tombstone was the last change.
    private const string Rows = """
        INSERT INTO schema_migration VALUES (1, '0001_accounts', 0);
        INSERT INTO subdomain VALUES (1, 'none', 1, 10, NULL, NULL), (2, 'two', 9, 20, NULL, 'a note'),
            (3, 'gone', 10, 30, 40, 'was here'), (7, 'one', 8, 70, NULL, NULL);
        INSERT INTO credential VALUES (1, randomblob(16), zeroblob(32), '', 10, NULL, 1, NULL),
            (2, $first, zeroblob(32), '192.0.2.0/24', 20, 99, 1, 'of the first'),
            (2, $second, zeroblob(32), '', 21, NULL, 0, NULL),
            (7, randomblob(16), zeroblob(32), '', 70, NULL, 1, NULL);
        INSERT INTO live_value VALUES (2, $later, $first, 9, $day), (2, $earlier, $second, 6, $day + 1),
            (7, $expired, $first, 7, 5), (7, '__________-__________-__________-__________', $second, 8, $day);
        INSERT INTO operator_token VALUES (zeroblob(16), zeroblob(32), 1, '', 3, NULL, NULL, 5, 2, 'a token');
        UPDATE store_state SET revision = 10, serial_ceiling = 77;
        """;

    private readonly TempFolder _folder = new();
    private readonly FakeClock _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string DatabasePath => _folder.PathOf("validationzone.db");

    private DateTimeOffset Day => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);

    private long Milliseconds => _clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Values_of_an_older_database_are_kept_in_their_order()
    {
        CreateOlder();

        await using SqliteAccountStore store = await OpenAsync();

        StoredSubdomain two = await FindAsync(store, "two");
        StoredSubdomain one = await FindAsync(store, "one");
        Assert.Equal(
            [new(A.Digest(1), A.Uuid(2), 6, Day.AddMilliseconds(1)), new LiveValue(A.Digest(2), A.Uuid(1), 9, Day)],
            two.Values);
        Assert.Equal("__________-__________-__________-__________", Assert.Single(one.Values).Digest.Text);
        Assert.Empty((await FindAsync(store, "none")).Values);
    }

    [Fact]
    public async Task Names_credentials_tombstones_and_tokens_of_an_older_database_are_kept()
    {
        CreateOlder();

        await using SqliteAccountStore store = await OpenAsync();

        StoredSubdomain two = await FindAsync(store, "two");
        StoredSubdomain gone = await FindAsync(store, "gone");
        Assert.Equal((9, "a note"), (two.Revision, two.Note));
        Assert.Equal([true, false], two.Credentials.OrderBy(found => found.CreatedAt).Select(found => found.IsEnabled));
        Assert.Equal((10, 40L, "was here"), (gone.Revision, gone.DeletedAt!.Value.ToUnixTimeMilliseconds(), gone.Note));
        Assert.Equal("a token", Assert.Single(await store.ListTokensAsync(Cancellation)).Note);
        Assert.Equal(77, await store.ReadSerialCeilingAsync(Cancellation));
    }

    [Fact]
    public async Task Changes_go_on_where_an_older_database_ended()
    {
        CreateOlder();

        await using SqliteAccountStore store = await OpenAsync();
        ChangeReceipt? change = await store.ChangeValuesAsync(A.Change("two", user: 1, digest: 3, _clock.GetUtcNow()));

        Assert.Equal(11, change!.Revision);
        Assert.Equal([A.Digest(1), A.Digest(2), A.Digest(3)], change.Values.Select(value => value.Digest));
        Assert.Equal(["two"], await NamesAfterAsync(store, 10));
        Assert.Equal(["one", "gone", "two"], await NamesAfterAsync(store, 7));
    }

    [Fact]
    public async Task Migration_that_fails_leaves_the_older_database_as_it_was()
    {
        CreateOlder();
        Execute("CREATE TABLE change_feed (something INTEGER)");

        await Assert.ThrowsAsync<StoreUnavailableException>(OpenAsync);

        Assert.Equal(4L, Execute("SELECT count(*) FROM live_value"));
        Assert.Equal(1L, Execute("SELECT max(version) FROM schema_migration"));
        Execute("DROP TABLE change_feed");
        await using SqliteAccountStore store = await OpenAsync();
        Assert.Equal(2, (await FindAsync(store, "two")).Values.Count);
    }

    private static async Task<List<string>> NamesAfterAsync(SqliteAccountStore store, long revision)
    {
        var names = new List<string>();
        await foreach (StoredSubdomain stored in store.ReadAsync(revision, Cancellation))
            names.Add(stored.Subdomain.Text);

        return names;
    }

    private static async Task<StoredSubdomain> FindAsync(SqliteAccountStore store, string name) =>
        (await store.FindAsync(A.Subdomain(name), Cancellation))!;

    private Task<SqliteAccountStore> OpenAsync() => SqliteAccountStore.OpenAsync(DatabasePath, _clock, Cancellation);

    /// <summary>Makes it by the first script, as the program of that time did.</summary>
    private void CreateOlder()
    {
        File.Create(DatabasePath).Dispose();
        using Stream script =
            typeof(SqliteAccountStore).Assembly.GetManifestResourceStream("0001_accounts.sql")!;
        using var reader = new StreamReader(script);
        Execute("CREATE TABLE schema_migration (version INTEGER PRIMARY KEY, name TEXT, applied_at INTEGER) STRICT");
        Execute(reader.ReadToEnd());
        Execute(Rows);
    }

    private object? Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants, and a script of the program.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$first", A.Uuid(1).ToByteArray(bigEndian: true));
        command.Parameters.AddWithValue("$second", A.Uuid(2).ToByteArray(bigEndian: true));
        command.Parameters.AddWithValue("$later", A.Digest(2).Text);
        command.Parameters.AddWithValue("$earlier", A.Digest(1).Text);
        command.Parameters.AddWithValue("$expired", A.Digest(3).Text);
        command.Parameters.AddWithValue("$day", Milliseconds);
        return command.ExecuteScalar();
    }
}
