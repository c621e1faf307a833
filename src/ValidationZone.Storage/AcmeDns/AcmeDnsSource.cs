using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ValidationZone.Storage.AcmeDns;

/// <summary>The database of an acme-dns server, read in pages and never written to.</summary>
/// <remarks>
/// The same SQL for both engines. Each page is a read of its own, because a long one would keep a running acme-dns from
/// writing to its SQLite file.
/// </remarks>
public sealed class AcmeDnsSource : IAsyncDisposable
{
    private const int PageSize = 1000;

    private const string Columns = "SELECT Username, Password, Subdomain, AllowFrom FROM records";
    private const string Values = "SELECT Subdomain, Value, LastUpdate FROM txt";

    private readonly DbConnection _connection;
    private readonly AcmeDnsAddress _address;
    private readonly bool _hasValueTable;

    private AcmeDnsSource(DbConnection connection, AcmeDnsAddress address, bool hasValueTable, long accountCount)
    {
        _connection = connection;
        _address = address;
        _hasValueTable = hasValueTable;
        AccountCount = accountCount;
    }

    /// <summary>How many accounts there were when it was opened.</summary>
    public long AccountCount { get; }

    /// <summary>The generation of the schema: 0 has one value an account, 1 has two in a table of their own.</summary>
    public int SchemaVersion => _hasValueTable ? 1 : 0;

    /// <summary>Opens a database and finds out which generation it is.</summary>
    /// <exception cref="AcmeDnsUnreadableException">It cannot be opened, or is not one of acme-dns.</exception>
    public static async Task<AcmeDnsSource> OpenAsync(AcmeDnsAddress address, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(address);
        DbConnection connection = address.Connect();
        bool isOpen = false;
        try
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            if (!await CanReadAsync(connection, Columns, cancellation).ConfigureAwait(false))
                throw new AcmeDnsUnreadableException($"{address} is not a database of acme-dns: it has no accounts");

            // Not by the columns of the first generation: in SQLite they stay when acme-dns brings a file up to date.
            bool hasValueTable = await CanReadAsync(connection, Values, cancellation).ConfigureAwait(false);
            long count = await CountAsync(connection, cancellation).ConfigureAwait(false);
            isOpen = true;
            return new AcmeDnsSource(connection, address, hasValueTable, count);
        }
        catch (DbException failure)
        {
            throw new AcmeDnsUnreadableException($"{address} cannot be opened: {failure.Message}", failure);
        }
        finally
        {
            if (!isOpen)
                await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>All values published after a time, by subdomain.</summary>
    internal async Task<Dictionary<string, List<AcmeDnsValue>>> ReadValuesAsync(
        DateTimeOffset since, CancellationToken cancellation)
    {
        // At once and not with each page: older versions have no index by which they could be found.
        string sql = _hasValueTable
            ? $"{Values} WHERE Value <> '' AND LastUpdate > @since"
            : "SELECT Subdomain, Value, LastActive FROM records WHERE Value <> '' AND LastActive > @since";
        var values = new Dictionary<string, List<AcmeDnsValue>>(StringComparer.Ordinal);
        await using DbCommand command = Command(_connection, sql);
        Bind(command, "@since", since.ToUnixTimeSeconds());
        await ReadAsync(
            command,
            row =>
            {
                string subdomain = Text(row, 0) ?? "";
                long publishedAt = Convert.ToInt64(row.GetValue(2), CultureInfo.InvariantCulture);
                if (!values.TryGetValue(subdomain, out List<AcmeDnsValue>? list))
                    values.Add(subdomain, list = []);

                list.Add(new AcmeDnsValue(Text(row, 1) ?? "", publishedAt));
            },
            cancellation).ConfigureAwait(false);
        return values;
    }

    /// <summary>All accounts in the order of their usernames, a page at a time.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<AcmeDnsRow>> ReadPagesAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? after = null;
        List<AcmeDnsRow> page;
        do
        {
            page = await ReadPageAsync(after, cancellation).ConfigureAwait(false);
            if (page.Count > 0)
                yield return page;

            after = page.LastOrDefault()?.Username;
        }
        while (page.Count == PageSize);
    }

    private async Task<List<AcmeDnsRow>> ReadPageAsync(string? after, CancellationToken cancellation)
    {
        string where = after is null ? "" : " WHERE Username > @after";
        await using DbCommand command = Command(_connection, $"{Columns}{where} ORDER BY Username LIMIT {PageSize}");
        if (after is not null)
            Bind(command, "@after", after);

        var page = new List<AcmeDnsRow>(PageSize);
        await ReadAsync(
            command,
            row => page.Add(new AcmeDnsRow
            {
                Username = Text(row, 0),
                PasswordHash = Text(row, 1),
                Subdomain = Text(row, 2),
                AllowFrom = Text(row, 3),
            }),
            cancellation).ConfigureAwait(false);
        return page;
    }

    private async Task ReadAsync(DbCommand command, Action<DbDataReader> take, CancellationToken cancellation)
    {
        try
        {
            await using DbDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                take(reader);
        }
        catch (DbException failure)
        {
            throw new AcmeDnsUnreadableException($"{_address} cannot be read: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is FormatException or InvalidCastException or OverflowException)
        {
            throw new AcmeDnsUnreadableException($"{_address} is damaged: a time in it is not a number", failure);
        }
    }

    private static async Task<bool> CanReadAsync(DbConnection connection, string select, CancellationToken cancellation)
    {
        try
        {
            // The engine looks up table and columns all the same, and reads no row.
            await using DbCommand command = Command(connection, select + " WHERE 1 = 0");
            await using DbDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        catch (DbException failure) when (IsMissing(failure))
        {
            return false;
        }
    }

    // No such table or column. Anything else, a lock or a lost connection, must not pass for another schema.
    private static bool IsMissing(DbException failure) =>
        failure is Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_ERROR }
            or Npgsql.PostgresException
            {
                SqlState: Npgsql.PostgresErrorCodes.UndefinedTable or Npgsql.PostgresErrorCodes.UndefinedColumn,
            };

    private static async Task<long> CountAsync(DbConnection connection, CancellationToken cancellation)
    {
        await using DbCommand command = Command(connection, "SELECT COUNT(*) FROM records");
        return (long)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }

    private static DbCommand Command(DbConnection connection, string sql)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static void Bind(DbCommand command, string name, object value)
    {
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    /// <summary>A text; in SQLite, acme-dns has written the hashes as blobs.</summary>
    private static string? Text(DbDataReader row, int column) => row.GetValue(column) switch
    {
        string text => text,
        byte[] octets => Encoding.UTF8.GetString(octets),
        DBNull => null,
        object other => Convert.ToString(other, CultureInfo.InvariantCulture),
    };
}
