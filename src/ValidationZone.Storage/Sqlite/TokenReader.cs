using Microsoft.Data.Sqlite;
using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Looks tokens up on a connection that stays open: anybody may ask for any number of unknown ones.</summary>
/// <remarks>
/// One caller reads at a time and the others wait in order, so that a flood of guesses takes one processor at most.
/// Each look-up is a transaction of its own, which ends with it: it sees what any process has committed before, and it
/// does not hold the log.
/// </remarks>
internal sealed class TokenReader(SqliteDatabase database, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Then it is opened anew, in case that another file has taken the place of the one that is open.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private SqliteConnection? _connection;
    private Statement? _find;
    private long _openedAt;
    private bool _isClosed;

    /// <summary>Closes the connection; look-ups after this fail.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        _isClosed = true;
        Close();

        // Not disposed of: callers in the queue have to be told that they are too late.
        _turn.Release();
    }

    /// <summary>The token whose secret has this hash; <see langword="null"/> when there is none.</summary>
    /// <exception cref="StoreUnavailableException">The store is closed or could not be read.</exception>
    internal async Task<OperatorToken?> FindAsync(ReadOnlyMemory<byte> secretHash, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return Find(secretHash.Span);
        }
        finally
        {
            _turn.Release();
        }
    }

    private OperatorToken? Find(ReadOnlySpan<byte> secretHash)
    {
        try
        {
            return Read(Open(), secretHash);
        }
        catch (SqliteException failure)
        {
            // A connection that has met a failing disk is not trusted again.
            Close();
            throw new StoreUnavailableException($"the store could not be read: {failure.Message}", failure);
        }
    }

    private static OperatorToken? Read(Statement find, ReadOnlySpan<byte> secretHash)
    {
        try
        {
            return find.Bind(1, secretHash).Step() ? Columns.OperatorToken(find) : null;
        }
        finally
        {
            // Ends the transaction, now and not with the next look-up.
            find.Reset();
        }
    }

    private Statement Open()
    {
        if (_isClosed)
            throw new StoreUnavailableException("the store is closed");

        if (_find is not null && clock.GetElapsedTime(_openedAt) < ConnectionLifetime && database.Exists)
            return _find;

        Close();
        _connection = database.OpenForReading();
        _find = new Statement(_connection, Statements.FindToken);
        _openedAt = clock.GetTimestamp();
        return _find;
    }

    private void Close()
    {
        _find?.Dispose();
        _connection?.Dispose();
        (_find, _connection) = (null, null);
    }
}
