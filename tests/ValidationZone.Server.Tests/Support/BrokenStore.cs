using Microsoft.Data.Sqlite;

namespace ValidationZone.Server.Tests;

/// <summary>Breaks the database of a running server, from beside it.</summary>
internal static class BrokenStore
{
    public static async Task ExecuteAsync(TempFolder folder, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={folder.File("test.db")};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public static async Task<SqliteConnection> BreakAsync(TempFolder folder)
    {
        var connection = new SqliteConnection($"Data Source={folder.File("test.db")};Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
