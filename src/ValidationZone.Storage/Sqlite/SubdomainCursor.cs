using Microsoft.Data.Sqlite;
using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Reads whole subdomains from one snapshot, walking three queries side by side.</summary>
internal sealed class SubdomainCursor : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _subdomains;
    private readonly Statement _credentials;
    private readonly Statement _values;
    private bool _hasCredential;
    private bool _hasValue;

    private SubdomainCursor(SqliteConnection connection, SubdomainScope scope)
    {
        _connection = connection;
        _subdomains = new Statement(connection, scope.Subdomains);
        _credentials = new Statement(connection, scope.Credentials);
        _values = new Statement(connection, scope.Values);
    }

    /// <summary>Opens a cursor on a connection of its own.</summary>
    /// <param name="database">Where to read.</param>
    /// <param name="scope">What to read.</param>
    /// <param name="bindScope">Gives a statement the scope's parameter.</param>
    /// <param name="now">Values that have expired by then are left out.</param>
    internal static SubdomainCursor Open(
        SqliteDatabase database, SubdomainScope scope, Action<Statement> bindScope, DateTimeOffset now)
    {
        SqliteConnection connection = database.OpenForReading();
        bool isReady = false;
        try
        {
            // The first read inside a transaction fixes what the other two see.
            using (var begin = new Statement(connection, "BEGIN"))
                begin.Execute();

            var cursor = new SubdomainCursor(connection, scope);
            bindScope(cursor._subdomains);
            bindScope(cursor._credentials);
            bindScope(cursor._values);
            cursor._values.Bind(2, now);
            isReady = true;
            return cursor;
        }
        finally
        {
            if (!isReady)
                connection.Dispose();
        }
    }

    public void Dispose()
    {
        // Before the connection, which would otherwise stay open, with its snapshot, until they are collected.
        _subdomains.Dispose();
        _credentials.Dispose();
        _values.Dispose();
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
            ReadValues(id));
    }

    /// <summary>The credentials of the subdomain with this row id, and no further.</summary>
    private List<Credential> ReadCredentials(long id)
    {
        var credentials = new List<Credential>(1);

        // The row under the cursor is the next subdomain's when this one has no more: it waits there.
        _hasCredential = _hasCredential || _credentials.Step();
        while (_hasCredential && _credentials.Int64(0) == id)
        {
            credentials.Add(new Credential
            {
                Username = _credentials.Uuid(1),
                KeyHash = _credentials.Octets(2).ToArray(),
                AllowFrom = Columns.AllowFrom(_credentials, 3),
                CreatedAt = _credentials.Time(4),
                ExpiresAt = _credentials.NullableTime(5),
                IsEnabled = _credentials.Int64(6) != 0,
                Note = _credentials.Text(7),
            });
            _hasCredential = _credentials.Step();
        }

        return credentials;
    }

    /// <summary>The values of the subdomain with this row id, oldest first.</summary>
    private List<LiveValue> ReadValues(long id)
    {
        var values = new List<LiveValue>();
        _hasValue = _hasValue || _values.Step();
        while (_hasValue && _values.Int64(0) == id)
        {
            values.Add(Columns.LiveValue(_values, 1));
            _hasValue = _values.Step();
        }

        // The rows come in the order of their key, the digest; DNS shows the oldest first.
        values.Sort((left, right) => left.Sequence.CompareTo(right.Sequence));
        return values;
    }
}
