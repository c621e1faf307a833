using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Something that a caller wants written, and waits for.</summary>
internal abstract class WriteRequest
{
    /// <summary>Why the last try failed; <see langword="null"/> when it did not.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>Does it inside the open transaction. It may be done again, after a rollback.</summary>
    /// <returns>
    /// <see langword="false"/> when it failed for a reason of its own, and others on this connection may succeed. Any
    /// other failure is thrown.
    /// </returns>
    internal bool TryExecute(WriteSession session)
    {
        // Left from the first try, it would fail a request that has succeeded in the second.
        Failure = null;
        try
        {
            Execute(session);
            return true;
        }
        catch (Exception failure) when (IsOfThisRequest(failure))
        {
            Failure = failure;
            session.ResetStatements();
            return false;
        }
    }

    /// <summary>Tells the caller that it is durable.</summary>
    internal abstract void Complete();

    /// <summary>Tells the caller that nothing of it was done.</summary>
    internal abstract void Fail(Exception reason);

    /// <summary>Does the work itself.</summary>
    protected abstract void Execute(WriteSession session);

    /// <summary>
    /// A full disk or a locked file would stop everyone; a broken constraint or a bug stops only this one.
    /// </summary>
    private static bool IsOfThisRequest(Exception failure) =>
        failure is not SqliteException sqlite
        || sqlite.SqliteErrorCode
            is raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH or raw.SQLITE_ERROR;
}
