using Microsoft.Win32.SafeHandles;

namespace ValidationZone.Accounts.Audit;

/// <summary>Reads the audit page by page, while others write to it.</summary>
/// <remarks>Entries come in the order of the file, which is that in which they were written.</remarks>
public sealed class AuditReader
{
    private readonly AuditFiles _files;

    /// <summary>Makes a reader over a folder, which need not exist.</summary>
    /// <param name="folder">Where the files are.</param>
    public AuditReader(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _files = new AuditFiles(folder);
    }

    /// <summary>Reads one page.</summary>
    /// <exception cref="IOException">The files cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The files may not be read.</exception>
    public async Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, AuditQuery.MostEntries);
        var scan = new AuditScan(query);
        IEnumerable<DateOnly> days = _files.ListDays().Where(query.Covers);
        foreach (DateOnly day in query.IsNewestFirst ? days.Reverse() : days)
        {
            using SafeFileHandle? file = TryOpen(day);
            // Its time may have come since the folder was read.
            if (file is null)
                continue;

            await (query.IsNewestFirst
                ? scan.ReadBackwardAsync(file, day, cancellation)
                : scan.ReadForwardAsync(file, day, cancellation)).ConfigureAwait(false);
            if (scan.Stop is not null)
                break;
        }

        return new AuditPage(scan.Entries, scan.Stop);
    }

    private SafeFileHandle? TryOpen(DateOnly day)
    {
        try
        {
            // A reader keeps nobody from writing to the file, moving it away or deleting it.
            return File.OpenHandle(
                _files.PathOf(day), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
