using Microsoft.Data.Sqlite;
using SQLitePCL;
using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Where the database file is, and how connections to it are set up.</summary>
internal sealed class SqliteDatabase(string path)
{
    /// <summary>
    /// How long to wait for another process that is writing; the settings below say the same to SQLite.
    /// </summary>
    private const int BusyTimeoutSeconds = 5;

    /// <summary>Sets up the engine, before the first connection of the process makes it start.</summary>
    static SqliteDatabase()
    {
        Batteries_V2.Init();

        // A connection of ours is used by one thread at a time, so that it needs no lock around each call, of which an
        // update makes a hundred. Refused, without harm, when something else in the process has started the engine.
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);

        // Counting its memory for a question that nobody asks takes a lock at each allocation.
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    /// <summary>The whole path, so that a message names a file that can be found.</summary>
    internal string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Whether the file is where it was.</summary>
    internal bool Exists => File.Exists(Path);

    /// <summary>Whether this process has made the file, so that what it puts beside it has the same owner.</summary>
    internal bool IsOwn { get; private set; }

    /// <summary>Makes the file and its folder if there are none, readable by their owner only.</summary>
    /// <remarks>SQLite gives the files that it puts beside it the same mode.</remarks>
    internal void CreateIfMissing()
    {
        // A file that exists must not even be opened here: closing it would drop the locks that SQLite holds on it
        // for other connections of this process.
        if (File.Exists(Path))
            return;

        PrivateFile.CreateFolderOf(Path);
        try
        {
            PrivateFile.Open(Path, FileMode.CreateNew, FileShare.ReadWrite).Dispose();
            IsOwn = true;
        }
        catch (IOException) when (File.Exists(Path))
        {
            // Another process was first.
        }
    }

    /// <summary>Opens the connection of the one writer.</summary>
    /// <remarks>
    /// With synchronous=FULL, SQLite forces its log to the disk before each COMMIT returns, and the folder with the
    /// first one after the log was opened: what is committed survives the loss of power, the file's name included.
    /// A checkpoint each 2,000 pages keeps the log near 8 MB; the size limit cuts it back after a long reader has made
    /// it grow. Foreign keys are off in SQLite unless each connection asks for them.
    /// </remarks>
    internal SqliteConnection OpenForWriting() => Open(settings => settings.CommandText = """
        PRAGMA busy_timeout = 5000;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA fullfsync = ON;
        PRAGMA foreign_keys = ON;
        PRAGMA wal_autocheckpoint = 2000;
        PRAGMA journal_size_limit = 33554432;
        PRAGMA cache_size = -8192;
        """);

    /// <summary>Opens a connection that cannot change anything.</summary>
    // The settings also wait: a reader can meet the lock of a writer that recovers the log of a killed one.
    internal SqliteConnection OpenForReading() => Open(settings => settings.CommandText = """
        PRAGMA busy_timeout = 5000;
        PRAGMA query_only = ON;
        """);

    /// <summary>Opens a connection that copies the whole database into another file, and changes nothing in this one.</summary>
    // Not query_only, which would keep it from writing the copy.
    internal SqliteConnection OpenForCopying() => Open(settings => settings.CommandText = "PRAGMA busy_timeout = 5000;");

    /// <summary>Opens a connection, or leaves nothing open behind.</summary>
    private SqliteConnection Open(Action<SqliteCommand> write)
    {
        var builder = new SqliteConnectionStringBuilder
        {
            DataSource = Path,

            // Never makes the file: that is done above, with the right mode.
            Mode = SqliteOpenMode.ReadWrite,

            // A pool would keep files open after the store was closed.
            Pooling = false,
            DefaultTimeout = BusyTimeoutSeconds,
        };
        var connection = new SqliteConnection(builder.ConnectionString);
        bool isReady = false;
        try
        {
            // Also the first to fail when the disk or the file is gone, which each batch asks again.
            connection.Open();
            using SqliteCommand settings = connection.CreateCommand();
            write(settings);
            settings.ExecuteNonQuery();
            isReady = true;
            return connection;
        }
        finally
        {
            if (!isReady)
                connection.Dispose();
        }
    }
}
