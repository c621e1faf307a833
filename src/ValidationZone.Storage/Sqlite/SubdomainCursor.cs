using Microsoft.Data.Sqlite;
using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Reads whole subdomains from one snapshot, walking two queries side by side.</summary>
internal sealed class SubdomainCursor : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _subdomains;
    private readonly Statement _credentials;
    private readonly DateTimeOffset _now;
    private readonly bool _hasUse;
    private bool _hasCredential;

    private SubdomainCursor(SqliteConnection connection, SubdomainScope scope, DateTimeOffset now)
    {
        _connection = connection;
        _subdomains = new Statement(connection, scope.Subdomains);
        _credentials = new Statement(connection, scope.Credentials);
        _now = now;
        _hasUse = scope.HasUse;
    }

    /// <summary>Opens a cursor on what has changed since a revision.</summary>
    /// <param name="database">Where to read.</param>
    /// <param name="afterRevision"><see langword="null"/> for all that exist.</param>
    /// <param name="now">Values that have expired by then are left out.</param>
    internal static SubdomainCursor Open(SqliteDatabase database, long? afterRevision, DateTimeOffset now) =>
        Open(
            database,
            connection => afterRevision is { } revision ? ScopeAfter(connection, revision) : SubdomainScope.Existing,
            statement => statement.Bind(1, afterRevision ?? 0),
            now);

    /// <summary>Opens a cursor on a scope.</summary>
    /// <param name="database">Where to read.</param>
    /// <param name="scope">What to read.</param>
    /// <param name="bindScope">Gives a statement the scope's parameter.</param>
    /// <param name="now">Values that have expired by then are left out.</param>
    internal static SubdomainCursor Open(
        SqliteDatabase database, SubdomainScope scope, Action<Statement> bindScope, DateTimeOffset now) =>
        Open(database, _ => scope, bindScope, now);

    public void Dispose()
    {
        // Before the connection, which would otherwise stay open, with its snapshot, until they are collected.
        _subdomains.Dispose();
        _credentials.Dispose();
        _connection.Dispose();
    }

    /// <summary>The next subdomain; <see langword="null"/> after the last.</summary>
    internal StoredSubdomain? Read()
    {
        if (!_subdomains.Step())
            return null;

        long id = _subdomains.Int64(0);
        return new StoredSubdomain(
            Columns.Subdomain(_subdomains, 1),
            _subdomains.Int64(2),
            _subdomains.Time(3),
            _subdomains.NullableTime(4),
            _subdomains.Text(5),
            ReadCredentials(id),
            ValueColumn.Read(_subdomains.Octets(6), _now))
        {
            IsEnabled = _subdomains.Int64(7) != 0,
            LastPublishedAt = _hasUse ? _subdomains.NullableTime(8) : null,
            LastQueriedAt = _hasUse ? _subdomains.NullableTime(9) : null,
        };
    }

    /// <summary>Opens a connection, and on it a cursor.</summary>
    private static SubdomainCursor Open(
        SqliteDatabase database,
        Func<SqliteConnection, SubdomainScope> chooseScope,
        Action<Statement> bindScope,
        DateTimeOffset now)
    {
        SqliteConnection connection = database.OpenForReading();
        bool isReady = false;
        try
        {
            // The first read inside a transaction fixes what the others see.
            using (var begin = new Statement(connection, "BEGIN"))
                begin.Execute();

            var cursor = new SubdomainCursor(connection, chooseScope(connection), now);
            bindScope(cursor._subdomains);
            bindScope(cursor._credentials);
            isReady = true;
            return cursor;
        }
        finally
        {
            if (!isReady)
                connection.Dispose();
        }
    }

    /// <summary>The feed as far back as it goes, and all rows for who is behind that.</summary>
    private static SubdomainScope ScopeAfter(SqliteConnection connection, long revision)
    {
        using var start = new Statement(connection, Statements.ReadFeedStart);
        return start.Step() && start.Int64(0) <= revision ? SubdomainScope.ChangedSince : SubdomainScope.RevisedSince;
    }

    /// <summary>The credentials of the subdomain with this row id, and no further.</summary>
    private List<Credential> ReadCredentials(long id)
    {
        var credentials = new List<Credential>(1);

        // The row under the cursor is the next subdomain's when this one has no more: it waits there.
        _hasCredential = _hasCredential || _credentials.Step();
        while (_hasCredential && _credentials.Int64(0) == id)
        {
            credentials.Add(Columns.Credential(_credentials, _hasUse));
            _hasCredential = _credentials.Step();
        }

        return credentials;
    }
}
