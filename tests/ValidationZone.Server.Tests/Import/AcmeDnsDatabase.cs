using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ValidationZone.Server.Tests.Import;

/// <summary>Makes databases as acme-dns makes them, from its published schemas.</summary>
public static class AcmeDnsDatabase
{
    // Version 0.1: the value stands in the account's row.
    private const string FirstGeneration = """
        CREATE TABLE records(
            Username TEXT UNIQUE NOT NULL PRIMARY KEY,
            Password TEXT UNIQUE NOT NULL,
            Subdomain TEXT UNIQUE NOT NULL,
            Value TEXT,
            LastActive INT,
            AllowFrom TEXT
        );
        """;

    // Since version 0.2, on which a table says.
    private const string SecondGeneration = """
        CREATE TABLE acmedns(Name TEXT, Value TEXT);
        INSERT INTO acmedns (Name, Value) VALUES ('db_version', '1');
        CREATE TABLE records(
            Username TEXT UNIQUE NOT NULL PRIMARY KEY,
            Password TEXT UNIQUE NOT NULL,
            Subdomain TEXT UNIQUE NOT NULL,
            AllowFrom TEXT
        );
        """;

    private const string Values = """
        CREATE TABLE txt(Subdomain TEXT NOT NULL, Value TEXT NOT NULL DEFAULT '', LastUpdate INT);
        """;

    private const string PostgresValues = """
        CREATE TABLE txt(rowid SERIAL, Subdomain TEXT NOT NULL, Value TEXT NOT NULL DEFAULT '', LastUpdate INT);
        """;

    /// <summary>Makes a SQLite file of the present generation.</summary>
    public static Task WriteAsync(string path, params IEnumerable<AcmeDnsAccountRow> accounts) =>
        WriteSqliteAsync(path, SecondGeneration + Values, accounts, AddAsync);

    /// <summary>Makes a SQLite file of the first generation, which has one value an account.</summary>
    public static Task WriteFirstGenerationAsync(string path, params IEnumerable<AcmeDnsAccountRow> accounts) =>
        WriteSqliteAsync(path, FirstGeneration, accounts, AddToFirstGenerationAsync);

    /// <summary>Makes a file that acme-dns has brought up to date: the columns of before are still there.</summary>
    public static Task WriteUpgradedAsync(string path, params IEnumerable<AcmeDnsAccountRow> accounts) =>
        WriteSqliteAsync(path, FirstGeneration + Values, accounts, AddAsync);

    /// <summary>Makes the tables in an empty database of a PostgreSQL server.</summary>
    public static async Task WritePostgresAsync(string connectionString, params IEnumerable<AcmeDnsAccountRow> accounts)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await FillAsync(connection, SecondGeneration + PostgresValues, accounts, AddAsync);
    }

    /// <summary>Makes a SQLite file of somebody else.</summary>
    public static Task WriteForeignAsync(string path) =>
        WriteSqliteAsync(path, "CREATE TABLE something(x);", [], AddAsync);

    private static async Task WriteSqliteAsync(
        string path,
        string schema,
        IEnumerable<AcmeDnsAccountRow> accounts,
        Func<DbConnection, AcmeDnsAccountRow, Task> add)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await FillAsync(connection, schema, accounts, add);
    }

    private static async Task FillAsync(
        DbConnection connection,
        string schema,
        IEnumerable<AcmeDnsAccountRow> accounts,
        Func<DbConnection, AcmeDnsAccountRow, Task> add)
    {
        await connection.OpenAsync();
        await using DbTransaction transaction = await connection.BeginTransactionAsync();
        await RunAsync(connection, schema);
        foreach (AcmeDnsAccountRow account in accounts)
            await add(connection, account);

        await transaction.CommitAsync();
    }

    private static async Task AddAsync(DbConnection connection, AcmeDnsAccountRow account)
    {
        await RunAsync(
            connection,
            "INSERT INTO records (Username, Password, Subdomain, AllowFrom) VALUES (@0, @1, @2, @3)",
            account.Username,
            Hash(connection, account.Password),
            account.Subdomain,
            account.AllowFrom);

        // Two rows from the beginning, which updates then fill.
        for (int i = 0; i < 2; i++)
        {
            (string value, long at) = account.Values.ElementAtOrDefault(i);
            await RunAsync(
                connection,
                "INSERT INTO txt (Subdomain, Value, LastUpdate) VALUES (@0, @1, @2)",
                account.Subdomain,
                value ?? "",
                (int)at);
        }
    }

    private static Task AddToFirstGenerationAsync(DbConnection connection, AcmeDnsAccountRow account)
    {
        (string value, long at) = account.Values.FirstOrDefault();
        return RunAsync(
            connection,
            """
            INSERT INTO records (Username, Password, Subdomain, Value, LastActive, AllowFrom)
            VALUES (@0, @1, @2, @3, @4, @5)
            """,
            account.Username,
            Hash(connection, account.Password),
            account.Subdomain,
            value ?? "",
            at,
            account.AllowFrom);
    }

    // As the Go drivers do it with the octets that its bcrypt returns: a blob in SQLite, a text in PostgreSQL.
    private static object Hash(DbConnection connection, string text) =>
        connection is SqliteConnection ? Encoding.ASCII.GetBytes(text) : text;

    private static async Task RunAsync(DbConnection connection, string sql, params object?[] parameters)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < parameters.Length; i++)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = $"@{i}";
            parameter.Value = parameters[i] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync();
    }
}
