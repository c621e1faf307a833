using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Accounts and digests in one SQLite file: WAL, synchronous=FULL, one writer thread, group commit.</summary>
/// <remarks>
/// A folder that it had to make is as durable as the file system makes a folder with a forced file in it: those that
/// journal their folders (ext4, XFS, Btrfs, NTFS, APFS) keep it. On others the folder should exist beforehand.
/// </remarks>
public sealed class SqliteAccountStore : IAccountStore
{
    private const string PepperCheckText = "the pepper of this database";

    /// <summary>How long the outcome of a write counts as an answer to whether the store takes writes.</summary>
    private static readonly TimeSpan OutcomeLifetime = TimeSpan.FromSeconds(1);

    // Held to look at and replace _probe, never while one runs.
    private readonly Lock _probeLock = new();
    private readonly SqliteDatabase _database;
    private readonly GroupCommitter _committer;
    private readonly TokenReader _tokens;
    private readonly TimeProvider _clock;
    private Task<bool> _probe = Task.FromResult(true);

    // The row that this round of deleting expired values has come to. Two that read it at once do the same work twice.
    private long _tidiedTo;

    private SqliteAccountStore(SqliteDatabase database, GroupCommitter committer, TimeProvider clock)
    {
        _database = database;
        _committer = committer;
        _tokens = new TokenReader(database, clock);
        _clock = clock;
    }

    /// <summary>Opens the file, makes it and its folder when there is none, and brings its schema up to date.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="clock">Tells the time of changes.</param>
    /// <param name="cancellation">Stops the opening.</param>
    /// <exception cref="StoreUnavailableException">
    /// The file cannot be opened, or its schema is newer than this program.
    /// </exception>
    public static Task<SqliteAccountStore> OpenAsync(string path, TimeProvider clock, CancellationToken cancellation) =>
        Task.Run(() => Open(new SqliteDatabase(path), clock), cancellation);

    /// <summary>Why the last write failed, for an operator; <see langword="null"/> when it did not.</summary>
    public string? LastFailure => _committer.LastOutcome.Failure;

    /// <inheritdoc/>
    public async Task<bool> IsAvailableAsync(CancellationToken cancellation)
    {
        // A writer that has just committed is known to work, and a question more would cost a write.
        CommitOutcome last = _committer.LastOutcome;
        if (_clock.GetElapsedTime(last.Timestamp) < OutcomeLifetime)
            return last.IsCommitted;

        try
        {
            return await ProbeOnceAsync().WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Who asked has not the time to wait for a disk that is this slow.
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task VerifyPepperAsync(KeyHasher hasher, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(hasher);
        // By the writer, in one transaction: of two servers that start on a new store, one binds and the other checks.
        byte[] check = hasher.Hash(PepperCheckText);
        if (!await _committer.WriteAsync(session => StateRow.BindPepper(session, check)).ConfigureAwait(false))
        {
            throw new StoreUnavailableException(
                $"the pepper does not belong to the database {_database.Path}: no key in it would work. "
                + "Put back the pepper file that was beside the database when its accounts were made");
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredSubdomain> ReadAsync(
        long? afterRevision, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Reading blocks; the caller's first part should not wait for it.
        await Task.Yield();
        // On a connection of its own: with a log, readers and the writer do not wait for each other.
        using SubdomainCursor cursor = Try(() => SubdomainCursor.Open(_database, afterRevision, _clock.GetUtcNow()));
        Func<StoredSubdomain?> read = cursor.Read;
        while (Try(read) is { } stored)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return stored;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredSubdomain>> SearchAsync(SubdomainSearch search, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(search);
        return ReadInBackgroundAsync<IReadOnlyList<StoredSubdomain>>(
            () =>
            {
                using SubdomainCursor cursor = SubdomainCursor.Open(
                    _database, SubdomainScope.Searched, statement => BindSearch(statement, search), _clock.GetUtcNow());
                var page = new List<StoredSubdomain>();
                while (page.Count < search.Limit && cursor.Read() is { } stored)
                    page.Add(stored);

                return page;
            },
            cancellation);
    }

    /// <inheritdoc/>
    public Task<StoredSubdomain?> FindAsync(Subdomain subdomain, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(subdomain);
        return ReadInBackgroundAsync(
            () =>
            {
                using SubdomainCursor cursor = SubdomainCursor.Open(
                    _database, SubdomainScope.Named, statement => statement.Bind(1, subdomain), _clock.GetUtcNow());
                return cursor.Read();
            },
            cancellation);
    }

    /// <inheritdoc/>
    public Task<RegistrationReceipt> RegisterAsync(NewSubdomain registration) =>
        _committer.WriteAsync(session => SubdomainRows.Register(session, registration));

    /// <inheritdoc/>
    public Task<ChangeReceipt?> ChangeValuesAsync(ChallengeChange change) =>
        _committer.WriteAsync(session => ValueRows.Change(session, change));

    /// <inheritdoc/>
    public Task<EditReceipt> EditAsync(SubdomainEdit edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        return _committer.WriteAsync(session => EditRows.Edit(session, edit, _clock.GetUtcNow()));
    }

    /// <inheritdoc/>
    public Task<StoredSubdomain?> DeleteAsync(Subdomain subdomain, DateTimeOffset? unusedSince = null) =>
        _committer.WriteAsync(session => SubdomainRows.Delete(session, subdomain, _clock.GetUtcNow(), unusedSince));

    /// <inheritdoc/>
    public Task<IReadOnlyList<ImportVerdict>> ImportAsync(IReadOnlyList<StoredSubdomain> batch) =>
        _committer.WriteAsync(session => ImportRows.Import(session, batch, _clock.GetUtcNow()));

    /// <summary>What an import of these would come to now, each for itself; nothing is changed.</summary>
    /// <exception cref="StoreUnavailableException">The store does not take writes.</exception>
    // By the writer all the same: it has the statements, and a rehearsal is for a store that takes the import after it.
    public Task<IReadOnlyList<ImportVerdict>> RehearseImportAsync(IReadOnlyList<StoredSubdomain> batch) =>
        _committer.WriteAsync<IReadOnlyList<ImportVerdict>>(
            session => [.. batch.Select(imported => ImportRows.Judge(session, imported))]);

    /// <inheritdoc/>
    public Task RecordUseAsync(UseReport report) => _committer.WriteAsync(session => UseRows.Write(session, report));

    /// <inheritdoc/>
    public async Task<bool> DeleteExpiredValuesAsync()
    {
        long after = Volatile.Read(ref _tidiedTo);
        long? reached = await _committer
            .WriteAsync(session => ValueRows.DeleteExpired(session, after, _clock.GetUtcNow()))
            .ConfigureAwait(false);

        // At the end of each round, which is about once an hour.
        if (reached is null)
            await _committer.WriteAsync(DropOldReplies).ConfigureAwait(false);

        // Only now: what was rolled back has to be done again.
        Volatile.Write(ref _tidiedTo, reached ?? 0);
        return reached is not null;
    }

    /// <inheritdoc/>
    public Task<long> ReadSerialCeilingAsync(CancellationToken cancellation) =>
        QueryAsync(Statements.ReadSerialCeiling, statement => statement.Step() ? statement.Int64(0) : 0, cancellation);

    /// <inheritdoc/>
    public Task RaiseSerialCeilingAsync(long ceiling) =>
        _committer.WriteAsync(session => StateRow.RaiseSerialCeiling(session, ceiling));

    /// <inheritdoc/>
    public Task AddTokenAsync(OperatorToken token) =>
        _committer.WriteAsync(session => TokenRows.Add(session, token));

    /// <inheritdoc/>
    public Task<IReadOnlyList<OperatorToken>> ListTokensAsync(CancellationToken cancellation) =>
        QueryAsync<IReadOnlyList<OperatorToken>>(
            Statements.ListTokens,
            statement =>
            {
                var tokens = new List<OperatorToken>();
                while (statement.Step())
                    tokens.Add(Columns.OperatorToken(statement));

                return tokens;
            },
            cancellation);

    /// <inheritdoc/>
    public Task<OperatorToken?> FindTokenAsync(ReadOnlyMemory<byte> secretHash, CancellationToken cancellation) =>
        // Never on the caller's own time: it blocks while another process recovers the log.
        Task.Run(() => _tokens.FindAsync(secretHash, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<bool> RevokeTokenAsync(Guid id) =>
        _committer.WriteAsync(session => TokenRows.Revoke(session, id, _clock.GetUtcNow()));

    /// <inheritdoc/>
    public Task<bool> PutSealedAccountAsync(SealedAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return _committer.WriteAsync(session => SealedAccountRows.Put(session, account));
    }

    /// <inheritdoc/>
    public Task<byte[]?> FindSealedAccountAsync(ReadOnlyMemory<byte> place, CancellationToken cancellation) =>
        QueryAsync(
            SealedAccountRows.Find,
            statement => statement.Bind(1, place.Span).Step() ? statement.Octets(0).ToArray() : null,
            cancellation);

    /// <inheritdoc/>
    public async Task<long> WaitForOutsideChangeAsync(CancellationToken cancellation)
    {
        try
        {
            return await _committer.OutsideChanges.ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException closed)
        {
            throw new StoreUnavailableException("the store is closed", closed);
        }
    }

    /// <summary>Commits what is queued, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        // Before the writer, whose connection must be the last: closing it moves the log into the database.
        await _tokens.DisposeAsync().ConfigureAwait(false);
        await _committer.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Runs something on the writer's connection, for tests of what it does when that goes wrong.</summary>
    internal Task<T> WriteAsync<T>(Func<WriteSession, T> work) => _committer.WriteAsync(work);

    private static void BindSearch(Statement statement, SubdomainSearch search)
    {
        // To LIKE these are wildcards: whoever looks for a_b means these three characters.
        string? note = search.NoteContains?
            .Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
        statement
            .Bind(1, search.After ?? "")
            // Compared octet by octet, with names that are stored in lower case.
            .Bind(2, search.NameContains?.ToLowerInvariant())
            .Bind(3, note is null ? null : $"%{note}%")
            .Bind(4, search.UnusedSince)
            .Bind(5, search.NeverUsed ? 1 : 0);
    }

    private bool DropOldReplies(WriteSession session)
    {
        ReplyRows.DropOld(session, _clock.GetUtcNow());
        return true;
    }

    private static SqliteAccountStore Open(SqliteDatabase database, TimeProvider clock)
    {
        try
        {
            database.CreateIfMissing();
            return new SqliteAccountStore(database, StartCommitter(database, clock), clock);
        }
        catch (SqliteException failure)
        {
            throw CannotOpen(database, failure);
        }
        catch (IOException failure)
        {
            throw CannotOpen(database, failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw CannotOpen(database, failure);
        }
    }

    /// <summary>Brings the schema up to date on the connection that the writer then keeps.</summary>
    private static GroupCommitter StartCommitter(SqliteDatabase database, TimeProvider clock)
    {
        SqliteConnection connection = database.OpenForWriting();
        WriteSession? session = null;
        GroupCommitter? committer = null;
        try
        {
            new MigrationRunner(connection, clock).Run();
            session = new WriteSession(connection);
            RevocationLog log = RevocationLog.Open(database, session, clock.GetUtcNow());
            committer = new GroupCommitter(database, log, session, clock);
            return committer;
        }
        finally
        {
            // What was made last owns all that came before it, and nothing is closed twice.
            if (committer is null)
                session?.Dispose();

            if (session is null)
                connection.Dispose();
        }
    }

    private static StoreUnavailableException CannotOpen(SqliteDatabase database, Exception failure) =>
        new($"the database {database.Path} cannot be opened: {failure.Message}", failure);

    /// <summary>Turns the engine's exception into the seam's.</summary>
    private static T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException failure)
        {
            throw new StoreUnavailableException($"the store could not be read: {failure.Message}", failure);
        }
    }

    private static Task<T> ReadInBackgroundAsync<T>(Func<T> read, CancellationToken cancellation) =>
        Task.Run(() => Try(read), cancellation);

    private Task<T> QueryAsync<T>(string sql, Func<Statement, T> read, CancellationToken cancellation) =>
        ReadInBackgroundAsync(
            () =>
            {
                // For each read anew: these are rare, and a connection that stays open pins the log.
                using SqliteConnection connection = _database.OpenForReading();
                using var statement = new Statement(connection, sql);
                return read(statement);
            },
            cancellation);

    /// <summary>One probe for all who ask at the same time: anybody may ask, and each probe forces the disk.</summary>
    private Task<bool> ProbeOnceAsync()
    {
        lock (_probeLock)
        {
            if (_probe.IsCompleted)
                _probe = ProbeAsync();

            return _probe;
        }
    }

    private async Task<bool> ProbeAsync()
    {
        try
        {
            return await _committer.WriteAsync(StateRow.Probe).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}
