using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace ValidationZone.Accounts.Audit;

/// <summary>The files of the audit in their folder: one for each day (UTC), to which lines are added.</summary>
/// <param name="folder">Where they are.</param>
/// <param name="isGuest">Whether another program, which may run as another user, owns them.</param>
internal sealed class AuditFiles(string folder, bool isGuest = false)
{
    private const string Prefix = "audit-";
    private const string Suffix = ".jsonl";
    private const string DayFormat = "yyyy-MM-dd";

    // Others hold the lock for one write; so long can only be a disk that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    // Or a machine that stands still for a second. In rounds, so that the time for which all stand still costs one.
    private const int LastRounds = 10;

    private string LockPath => Path.Combine(folder, "audit.lock");

    /// <summary>The file of a day.</summary>
    internal string PathOf(DateOnly day) =>
        Path.Combine(folder, Prefix + day.ToString(DayFormat, CultureInfo.InvariantCulture) + Suffix);

    /// <summary>The days that have a file, oldest first.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    internal IReadOnlyList<DateOnly> ListDays()
    {
        if (!Directory.Exists(folder))
            return [];

        var days = new List<DateOnly>();
        foreach (string path in Directory.EnumerateFiles(folder, Prefix + "*" + Suffix))
        {
            string text = Path.GetFileName(path)[Prefix.Length..^Suffix.Length];
            if (DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                days.Add(day);
        }

        days.Sort();
        return days;
    }

    /// <summary>Makes the folder if there is none.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    internal void CreateFolder() => PrivateFile.CreateFolderOf(LockPath);

    /// <summary>Adds whole lines to the file of a day: all of them, or none.</summary>
    /// <param name="day">The day.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="isLast">Whether nobody will try again, so that it is worth more patience.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written.</exception>
    internal void Append(DateOnly day, ReadOnlySpan<byte> lines, bool isLast)
    {
        CreateFolder();
        // The command line writes to the same file. A lock and no append mode: what does not fit on the disk can be
        // taken back, and what a crash has torn can be ended, with nobody else's lines in between.
        using FileStream turn = TakeTurn(isLast ? LastRounds : 1);
        using FileStream file = Open(PathOf(day), FileShare.ReadWrite | FileShare.Delete, FileAccess.ReadWrite);
        long end = file.Length;
        try
        {
            long at = end;
            if (IsTorn(file, end))
                RandomAccess.Write(file.SafeFileHandle, "\n"u8, at++);

            RandomAccess.Write(file.SafeFileHandle, lines, at);
        }
        catch (IOException)
        {
            // Part of them may be there. A reader knows by the missing line end that a line is not whole, but the next
            // attempt would repeat those that are.
            if (file.Length > end)
                file.SetLength(end);

            throw;
        }
    }

    /// <summary>Waits until what was written to the file of a day would survive a power failure.</summary>
    /// <exception cref="IOException">The disk has failed.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened any more.</exception>
    internal void Sync(DateOnly day)
    {
        // By its name again: nothing is held open between two writes, so that a file can be moved away at any time.
        if (!File.Exists(PathOf(day)))
            return;

        using SafeFileHandle file = File.OpenHandle(
            PathOf(day), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Deletes the files of all days before one.</summary>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be deleted.</exception>
    internal void DeleteBefore(DateOnly first)
    {
        foreach (DateOnly day in ListDays().Where(day => day < first))
            File.Delete(PathOf(day));
    }

    private FileStream Open(string path, FileShare share, FileAccess access)
    {
        FileStream file = PrivateFile.Open(path, FileMode.OpenOrCreate, share, access);
        if (isGuest && file.Length == 0)
            PrivateFile.OpenToOwnerOfFolder(path);

        return file;
    }

    private static bool IsTorn(FileStream file, long end)
    {
        var last = new byte[1];
        return end > 0 && RandomAccess.Read(file.SafeFileHandle, last, end - 1) == 1 && last[0] != (byte)'\n';
    }

    private FileStream TakeTurn(int rounds)
    {
        FileStream? turn = null;
        IOException? failure = null;
        for (int round = 0; round < rounds && turn is null; round++)
            SpinWait.SpinUntil(() => TryTakeTurn(out turn, out failure), Patience);

        return turn ?? throw new IOException($"cannot lock the audit log: {failure!.Message}", failure);
    }

    private bool TryTakeTurn(out FileStream? turn, out IOException? failure)
    {
        (turn, failure) = (null, null);
        try
        {
            turn = Open(LockPath, FileShare.None, FileAccess.Write);
        }
        catch (IOException e)
        {
            failure = e;
        }

        return turn is not null;
    }
}
