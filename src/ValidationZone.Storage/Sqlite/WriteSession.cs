using Microsoft.Data.Sqlite;

namespace ValidationZone.Storage.Sqlite;

/// <summary>The writer's connection with its prepared statements, and the transaction that is open on it.</summary>
internal sealed class WriteSession : IDisposable
{
    // By the object, not by its characters: hashing a long text for each statement would cost as much as running it.
    private readonly Dictionary<string, Statement> _statements = new(ReferenceEqualityComparer.Instance);

    // What each revision of the transaction has changed, in their order.
    private readonly List<long> _changed = [];
    private long _revisionAtBegin;
    private int _changedAtSavepoint;
    private int _revokedCount;
    private int _revokedAtSavepoint;

    /// <summary>Takes over an open connection, and closes it in the end.</summary>
    internal WriteSession(SqliteConnection connection) => Connection = connection;

    internal SqliteConnection Connection { get; }

    /// <summary>The newest revision, what this transaction has given out included.</summary>
    internal long Revision => _revisionAtBegin + _changed.Count;

    /// <summary>The revision that the next change in this transaction takes.</summary>
    internal long NextRevision => Revision + 1;

    public void Dispose()
    {
        // First: SQLite keeps a file and its locks as long as a statement on it lives.
        foreach (Statement statement in _statements.Values)
            statement.Dispose();

        Connection.Dispose();
    }

    /// <summary>The statement for a text, prepared once.</summary>
    /// <param name="sql">A constant: the object itself is the key.</param>
    internal Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out Statement? statement))
        {
            statement = new Statement(Connection, sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Ends what an exception has left in the middle of its rows.</summary>
    internal void ResetStatements()
    {
        // A statement that still has rows takes no new parameters, and would fail whoever uses it next.
        foreach (Statement statement in _statements.Values)
            statement.Reset();
    }

    /// <summary>
    /// Moves the whole log into the database; <see langword="false"/> when readers kept it from that for too long.
    /// </summary>
    internal bool TryEmptyLog()
    {
        // That it was kept from it is no error to SQLite, but the first column of its answer.
        Statement statement = Prepare(Statements.EmptyLog);
        bool isEmpty = statement.Step() && statement.Int64(0) == 0;
        statement.Reset();
        return isEmpty;
    }

    /// <summary>Opens a transaction that nobody else can write beside, and reads where the counter is.</summary>
    internal void Begin()
    {
        // Read again each time: another process may have moved it since the last transaction.
        Prepare(Statements.Begin).Execute();
        _changed.Clear();
        _revokedCount = 0;
        _revisionAtBegin = ReadRevision();
    }

    /// <summary>The newest revision that is committed, or that this transaction sees.</summary>
    internal long ReadRevision()
    {
        Statement statement = Prepare(Statements.ReadRevision);
        statement.Step();
        long revision = statement.Int64(0);
        statement.Reset();
        return revision;
    }

    /// <summary>Says which subdomain has taken <see cref="NextRevision"/>.</summary>
    internal void AddChange(long subdomainId) => _changed.Add(subdomainId);

    /// <summary>Whether this transaction has taken something away for good, or moved the ceiling of serials.</summary>
    internal bool HasLogEntries => _revokedCount > 0;

    /// <summary>Says that something was taken away for good.</summary>
    internal void Revoke(string fact, DateTimeOffset now)
    {
        Prepare(Statements.AddRevocation).Bind(1, fact).Bind(2, now).Execute();
        _revokedCount++;
    }

    /// <summary>Says that the log has to be told of the ceiling of serials.</summary>
    internal void NoteSerialCeiling() => _revokedCount++;

    /// <summary>
    /// Makes it durable; when this throws, nothing of the transaction was done, as far as the disk can tell.
    /// </summary>
    internal void Commit()
    {
        // Once for the whole batch, and in its transaction: nobody can see a change without its number.
        if (_changed.Count > 0)
            FeedRows.Add(this, _revisionAtBegin + 1, _changed);

        Prepare(Statements.Commit).Execute();
    }

    /// <summary>Ends the transaction as if it had never been.</summary>
    internal void RollBack() => Prepare(Statements.RollBack).Execute();

    /// <summary>Marks a place in the transaction to which it can go back; one at a time.</summary>
    internal void SetSavepoint()
    {
        Prepare(Statements.SetSavepoint).Execute();
        _changedAtSavepoint = _changed.Count;
        _revokedAtSavepoint = _revokedCount;
    }

    /// <summary>Keeps what was done since the savepoint, and ends it.</summary>
    internal void ReleaseSavepoint() => Prepare(Statements.ReleaseSavepoint).Execute();

    /// <summary>Undoes what was done since the savepoint, and ends it.</summary>
    internal void RollBackToSavepoint()
    {
        // The numbers go back too. Nobody was told of them, and the feed has no gaps.
        Prepare(Statements.RollBackToSavepoint).Execute();
        _changed.RemoveRange(_changedAtSavepoint, _changed.Count - _changedAtSavepoint);
        _revokedCount = _revokedAtSavepoint;
        ReleaseSavepoint();
    }
}
