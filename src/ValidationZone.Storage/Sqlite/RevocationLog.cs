using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>
/// An append-only file beside the database that says what was taken away for good, and outlives it: an older copy of the
/// database that is put in its place learns from it what has happened since.
/// </summary>
/// <remarks>
/// The database is first, and a caller is told when both have it. What a crash has kept from the file is added at the next
/// start. Several processes append to it, one at a time: each holds the database's write lock meanwhile.
/// </remarks>
internal sealed class RevocationLog
{
    private const string Title = "validationzone revocations 1";

    /// <summary>Ends half a line so that it says nothing: no word of an entry ends like this.</summary>
    private const string TornEnd = "!\n";

    private const string ReadState = "SELECT log_id, log_length, logged_revocation, serial_ceiling FROM store_state";
    private const string WriteState =
        "UPDATE store_state SET log_id = ?1, log_length = ?2, logged_revocation = ?3";

    private const string ReadFactsAfter = "SELECT id, fact, revoked_at FROM revocation WHERE id > ?1 ORDER BY id";

    private readonly string _path;
    private readonly bool _isOwn;
    private long _loggedRevocation;
    private long _loggedCeiling;
    private bool _isBehind;

    private RevocationLog(SqliteDatabase database) => (_path, _isOwn) = (PathOf(database), database.IsOwn);

    /// <summary>Where the file of a database is.</summary>
    internal static string PathOf(SqliteDatabase database) => database.Path + ".revoked";

    /// <summary>Makes database and file tell the same, before anyone reads either.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    /// <exception cref="StoreUnavailableException">The file is not one that this program writes.</exception>
    internal static RevocationLog Open(SqliteDatabase database, WriteSession session, DateTimeOffset now)
    {
        var log = new RevocationLog(database);
        session.Begin();
        bool isDone = false;
        try
        {
            log.Reconcile(session, now);
            session.Commit();
            isDone = true;
            return log;
        }
        finally
        {
            if (!isDone)
                session.RollBack();
        }
    }

    /// <summary>Appends what a transaction that is committed now has added, and forces it to the disk.</summary>
    internal void Follow(WriteSession session)
    {
        if (!session.HasLogEntries && !_isBehind)
            return;

        // Should the disk refuse it, the next commit tries again, also when it has nothing to add.
        _isBehind = true;

        // Appending is no single step for the system: of two processes that do it at once, one would write over the
        // other's lines.
        session.Prepare(Statements.Begin).Execute();
        try
        {
            CatchUp(session);
        }
        finally
        {
            session.RollBack();
        }

        _isBehind = false;
    }

    private void CatchUp(WriteSession session)
    {
        if (!File.Exists(_path))
        {
            // Somebody has taken it away. One that began here would be taken for something else at the next start.
            Create();
            (_loggedRevocation, _loggedCeiling) = (0, 0);
        }

        var lines = new StringBuilder();
        long last = WriteFacts(session, lines, _loggedRevocation, known: []);
        long ceiling = ReadCeiling(session);
        if (ceiling > _loggedCeiling)
            // No time: a ceiling is a state and not something that happened.
            lines.Append(CultureInfo.InvariantCulture, $"0 {LogEntry.Serial} {ceiling}\n");

        Append(lines);
        _loggedRevocation = last;
        _loggedCeiling = Math.Max(ceiling, _loggedCeiling);
    }

    private void Reconcile(WriteSession session, DateTimeOffset now)
    {
        Statement state = session.Prepare(ReadState);
        state.Step();
        string knownId = state.Text(0)!;
        long knownLength = state.Int64(1);
        long logged = state.Int64(2);
        state.Reset();

        (string id, IReadOnlyList<LogEntry> news) = ReadFile(knownId, knownLength);
        foreach (LogEntry entry in news)
            RevocationRows.Apply(session, entry, now);

        // Of a file that this database has not seen before, nothing is known to contain what the database has.
        var lines = new StringBuilder();
        var known = news.Select(entry => entry.Fact).ToHashSet(StringComparer.Ordinal);
        _loggedRevocation = WriteFacts(session, lines, id == knownId ? logged : 0, known);
        _loggedCeiling = ReadCeiling(session);
        Append(lines);
        session.Prepare(WriteState)
            .Bind(1, id)
            // After the append: the next start reads only what was added since.
            .Bind(2, new FileInfo(_path).Length)
            .Bind(3, _loggedRevocation)
            .Execute();
    }

    /// <summary>What the file says that the database may not know; makes the file when there is none.</summary>
    private (string Id, IReadOnlyList<LogEntry> News) ReadFile(string knownId, long knownLength)
    {
        if (!File.Exists(_path))
            return (Create(), []);

        using FileStream file = new(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.ASCII);
        string header = reader.ReadLine() ?? "";
        if (!header.StartsWith(Title + " ", StringComparison.Ordinal))
        {
            throw new StoreUnavailableException(
                $"{_path} is not the list of what was deleted that belongs to this database. Put the right one back; "
                + "without it, names that were deleted could come back");
        }

        // Shorter than the database remembers: it was cut, and is read from its beginning.
        string id = header[(Title.Length + 1)..];
        if (id == knownId && knownLength > header.Length && knownLength <= file.Length)
        {
            // It has read far ahead of the header line.
            reader.DiscardBufferedData();
            file.Position = knownLength;
        }

        var entries = new List<LogEntry>();
        while (ReadWholeLine(reader) is { } line)
        {
            if (LogEntry.TryParse(line, out LogEntry? entry))
                entries.Add(entry);
        }

        return (id, entries);
    }

    /// <summary>The next line; <see langword="null"/> at the end, and at a line that does not end.</summary>
    // Half a line is what a crash or a full disk has left of an entry that nobody was told of, and may spell another name.
    private static string? ReadWholeLine(StreamReader reader)
    {
        var line = new StringBuilder();
        for (int next = reader.Read(); next >= 0; next = reader.Read())
        {
            if (next == '\n')
                return line.ToString();

            line.Append((char)next);
        }

        return null;
    }

    private string Create()
    {
        string id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        string draft = _path + ".new";

        // Under another name until it is whole. The database's lock is held: no other process does the same now.
        using (FileStream file = PrivateFile.Open(draft, FileMode.Create, FileShare.None))
        {
            file.Write(Encoding.ASCII.GetBytes($"{Title} {id}\n"));
            file.Flush(flushToDisk: true);
        }

        // SQLite gives what it puts beside a database to its owner; here the mode has to do.
        if (!_isOwn)
            PrivateFile.OpenToOwnerOfFolder(draft);

        File.Move(draft, _path);
        return id;
    }

    private static long WriteFacts(WriteSession session, StringBuilder lines, long after, HashSet<string> known)
    {
        long last = after;
        Statement read = session.Prepare(ReadFactsAfter).Bind(1, after);
        while (read.Step())
        {
            last = read.Int64(0);
            string fact = read.Text(1)!;
            if (!known.Contains(fact))
                lines.Append(CultureInfo.InvariantCulture, $"{read.Int64(2)} {fact}\n");
        }

        return last;
    }

    private static long ReadCeiling(WriteSession session)
    {
        Statement read = session.Prepare(Statements.ReadSerialCeiling);
        read.Step();
        long ceiling = read.Int64(0);
        read.Reset();
        return ceiling;
    }

    private void Append(StringBuilder lines)
    {
        if (lines.Length == 0)
            return;

        using var file = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        bool isTorn = EndsTorn(file);
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.ASCII.GetBytes(isTorn ? TornEnd + lines : lines.ToString()));
        file.Flush(flushToDisk: true);
    }

    private static bool EndsTorn(FileStream file)
    {
        if (file.Length == 0)
            return false;

        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }
}
