using Microsoft.Data.Sqlite;
using SQLitePCL;
using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>A prepared statement that is bound and stepped again and again. Not safe for several threads.</summary>
/// <remarks>
/// Parameters and columns go between spans and SQLite as they are; the ADO.NET layer above would make several objects
/// for each of them, which the writer thread has no time for. Parameters count from 1, columns from 0, as in SQLite.
/// </remarks>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _handle;

    /// <summary>Prepares one statement on an open connection, which must outlive it.</summary>
    internal Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("the connection is not open");
        Check(raw.sqlite3_prepare_v2(_database, sql, out _handle));
    }

    public void Dispose() => _handle.Dispose();

    /// <summary>Gives a parameter its value, which SQLite copies and keeps until it is given another.</summary>
    internal Statement Bind(int parameter, long? value)
    {
        Check(value is { } number
            ? raw.sqlite3_bind_int64(_handle, parameter, number)
            : raw.sqlite3_bind_null(_handle, parameter));
        return this;
    }

    /// <summary>Binds a time as milliseconds since 1970; what is finer is cut off.</summary>
    internal Statement Bind(int parameter, DateTimeOffset? time) => Bind(parameter, time?.ToUnixTimeMilliseconds());

    internal Statement Bind(int parameter, ReadOnlySpan<byte> blob)
    {
        Check(raw.sqlite3_bind_blob(_handle, parameter, blob));
        return this;
    }

    internal Statement Bind(int parameter, byte[]? blob)
    {
        Check(blob is null
            ? raw.sqlite3_bind_null(_handle, parameter)
            : raw.sqlite3_bind_blob(_handle, parameter, blob));
        return this;
    }

    /// <summary>Binds a UUID as 16 octets in network order.</summary>
    // Not .NET's own mixed order: other programs that read the file see the UUID that the API shows.
    internal Statement Bind(int parameter, Guid uuid)
    {
        Span<byte> octets = stackalloc byte[16];
        uuid.TryWriteBytes(octets, bigEndian: true, out _);
        return Bind(parameter, octets);
    }

    internal Statement Bind(int parameter, string? text)
    {
        Check(text is null
            ? raw.sqlite3_bind_null(_handle, parameter)
            : raw.sqlite3_bind_text(_handle, parameter, text));
        return this;
    }

    /// <summary>Binds a subdomain as text, without making a string of it.</summary>
    internal Statement Bind(int parameter, Subdomain subdomain)
    {
        Span<byte> ascii = stackalloc byte[Subdomain.MaxTextLength];
        Check(raw.sqlite3_bind_text(_handle, parameter, ascii[..subdomain.CopyTextTo(ascii)]));
        return this;
    }

    /// <summary>
    /// Goes to the next row; <see langword="false"/> after the last one, and the statement can be bound anew.
    /// </summary>
    internal bool Step()
    {
        int result = raw.sqlite3_step(_handle);
        if (result == raw.SQLITE_ROW)
            return true;

        // Without the reset an ended statement would keep the transaction from ending.
        if (result == raw.SQLITE_DONE)
        {
            Reset();
            return false;
        }

        var failure = new SqliteException(
            raw.sqlite3_errmsg(_database).utf8_to_string(), result, raw.sqlite3_extended_errcode(_database));

        // After the message was taken: resetting repeats the error, and may replace its text.
        Reset();
        throw failure;
    }

    /// <summary>Runs the statement to its end.</summary>
    /// <returns>How many rows it changed.</returns>
    internal int Execute()
    {
        while (Step())
        {
            // A PRAGMA may return rows that nobody asked for.
        }

        return raw.sqlite3_changes(_database);
    }

    /// <summary>Leaves the rest of the rows.</summary>
    // The result repeats the error of the last step, which was thrown already.
    internal void Reset() => _ = raw.sqlite3_reset(_handle);

    internal bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    internal long Int64(int column) => raw.sqlite3_column_int64(_handle, column);

    internal long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);

    /// <summary>Milliseconds since 1970 as a time in UTC.</summary>
    internal DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Int64(column));

    internal DateTimeOffset? NullableTime(int column) => IsNull(column) ? null : Time(column);

    /// <summary>A text; <see langword="null"/> when the column is.</summary>
    internal string? Text(int column) => raw.sqlite3_column_text(_handle, column).utf8_to_string();

    /// <summary>The octets of a blob or of a text in UTF-8, none for NULL; valid until the next step.</summary>
    internal ReadOnlySpan<byte> Octets(int column) => raw.sqlite3_column_blob(_handle, column);

    /// <summary>16 octets in network order as a UUID.</summary>
    internal Guid Uuid(int column) => new(Octets(column), bigEndian: true);

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, _database);
    }
}
