using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ValidationZone.Storage.AcmeDns;

/// <summary>Where the database of an acme-dns server is.</summary>
public sealed class AcmeDnsAddress
{
    private const string SqliteWord = "sqlite:";
    private const string PostgresWord = "postgres:";

    private readonly Func<DbConnection> _connect;
    private readonly string _shown;

    private AcmeDnsAddress(string shown, Func<DbConnection> connect)
    {
        _shown = shown;
        _connect = connect;
    }

    /// <summary>
    /// Reads <c>sqlite:PATH</c>, <c>postgres:</c> with a connection string of Npgsql, or the <c>postgres://</c> address
    /// that stands in an acme-dns configuration.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AcmeDnsAddress? address)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = null;
        if (text.StartsWith(SqliteWord, StringComparison.OrdinalIgnoreCase) && text.Length > SqliteWord.Length)
            address = Sqlite(text[SqliteWord.Length..]);
        else if (text.StartsWith(PostgresWord + "//", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase))
            address = TryReadUri(text, out NpgsqlConnectionStringBuilder? uri) ? Postgres(uri) : null;
        else if (text.StartsWith(PostgresWord, StringComparison.OrdinalIgnoreCase))
            address = TryReadSettings(text[PostgresWord.Length..], out NpgsqlConnectionStringBuilder? settings)
                ? Postgres(settings)
                : null;

        return address is not null;
    }

    /// <summary>The place, without user and password.</summary>
    public override string ToString() => _shown;

    internal DbConnection Connect() => _connect();

    private static AcmeDnsAddress Sqlite(string path)
    {
        string full = Path.GetFullPath(path);
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = full,

            // The server that owns the file may be running on it.
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        };
        return new AcmeDnsAddress(SqliteWord + full, () => new SqliteConnection(settings.ConnectionString));
    }

    private static AcmeDnsAddress Postgres(NpgsqlConnectionStringBuilder settings)
    {
        settings.ApplicationName = "validationzone import";

        // One connection, once: a pool would only keep it open.
        settings.Pooling = false;
        return new AcmeDnsAddress(
            $"{PostgresWord}{settings.Host}/{settings.Database}",
            () => new NpgsqlConnection(settings.ConnectionString));
    }

    private static bool TryReadSettings(string text, [NotNullWhen(true)] out NpgsqlConnectionStringBuilder? settings)
    {
        settings = null;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(text);
            return !string.IsNullOrEmpty(settings.Host);
        }
        catch (ArgumentException)
        {
            // What it says repeats parts of the text, which may hold a password.
            return false;
        }
    }

    /// <summary>As acme-dns takes it: <c>postgres://user:password@host:port/database?sslmode=disable</c>.</summary>
    private static bool TryReadUri(string text, [NotNullWhen(true)] out NpgsqlConnectionStringBuilder? settings)
    {
        settings = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
            return false;

        // Cut apart before it is decoded (RFC 3986 §2.4): a colon that is escaped belongs to the password.
        string[] user = uri.UserInfo.Split(':', 2);
        settings = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            // For a scheme that it does not know the framework has -1 where no port stands.
            Port = uri.Port > 0 ? uri.Port : NpgsqlConnection.DefaultPort,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        };
        return TryReadOptions(uri.Query.TrimStart('?'), settings);
    }

    private static bool TryReadOptions(string query, NpgsqlConnectionStringBuilder settings)
    {
        foreach (string option in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            // Whatever else such an address can say has no place here, and is better refused than left out.
            // The modes are the same but for their hyphens, as in verify-full.
            if (!option.StartsWith("sslmode=", StringComparison.OrdinalIgnoreCase)
                || !Enum.TryParse(option[8..].Replace("-", "", StringComparison.Ordinal), true, out SslMode mode))
            {
                return false;
            }

            settings.SslMode = mode;
        }

        return true;
    }
}
