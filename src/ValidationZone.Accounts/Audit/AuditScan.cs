using Microsoft.Win32.SafeHandles;

namespace ValidationZone.Accounts.Audit;

/// <summary>Goes through files line by line for what is asked for, until a page is full or enough was read.</summary>
internal sealed class AuditScan(AuditQuery query)
{
    // Some eight thousand lines: a page that finds nothing costs no more than one that is full.
    private const int Budget = 2 * 1024 * 1024;
    private const byte LineEnd = (byte)'\n';

    // Many times the longest line there can be.
    private readonly byte[] _chunk = new byte[64 * 1024];
    private readonly List<AuditEntry> _entries = [];
    private int _read;

    /// <summary>What was found.</summary>
    internal IReadOnlyList<AuditEntry> Entries => _entries;

    /// <summary>Where the page ended; <see langword="null"/> while there is room.</summary>
    internal AuditCursor? Stop { get; private set; }

    /// <summary>Goes from the cursor, or the first line, to the end.</summary>
    internal async Task ReadForwardAsync(SafeFileHandle file, DateOnly day, CancellationToken cancellation)
    {
        // Never behind the end, where a number that somebody made up may lead.
        long at = query.After is { } after && after.Day == day
            ? Math.Min(after.Offset, RandomAccess.GetLength(file))
            : 0;
        while (Stop is null)
        {
            int length = await RandomAccess.ReadAsync(file, _chunk, at, cancellation).ConfigureAwait(false);
            // What comes behind the last line end is being written, or was torn by a crash.
            int whole = _chunk.AsSpan(0, length).LastIndexOf(LineEnd) + 1;
            if (whole == 0 && length < _chunk.Length)
                return;

            at += whole == 0 ? Skip(length) : TakeForward(whole);
            StopWhenFull(day, at);
        }
    }

    /// <summary>Goes from the cursor, or the last line, to the beginning.</summary>
    internal async Task ReadBackwardAsync(SafeFileHandle file, DateOnly day, CancellationToken cancellation)
    {
        long end = RandomAccess.GetLength(file);
        if (query.After is { } after && after.Day == day)
            end = Math.Min(end, after.Offset);

        while (Stop is null && end > 0)
        {
            int wanted = (int)Math.Min(end, _chunk.Length);
            long start = end - wanted;
            int length = await ReadAtAsync(file, start, wanted, cancellation).ConfigureAwait(false);
            int whole = _chunk.AsSpan(0, length).LastIndexOf(LineEnd) + 1;
            int left = TakeBackward(whole, isFirstWhole: start == 0);
            // One line that is longer than the chunk is none of ours.
            end = left < wanted ? start + left : start + wanted - Skip(wanted);
            StopWhenFull(day, end);
        }
    }

    private async Task<int> ReadAtAsync(SafeFileHandle file, long start, int wanted, CancellationToken cancellation)
    {
        int length = 0;
        while (length < wanted)
        {
            Memory<byte> rest = _chunk.AsMemory(length, wanted - length);
            int read = await RandomAccess.ReadAsync(file, rest, start + length, cancellation).ConfigureAwait(false);
            // The file became shorter: a writer has taken back what did not fit on the disk.
            if (read == 0)
                break;

            length += read;
        }

        return length;
    }

    /// <summary>Takes the lines of the chunk from its beginning; tells how many octets they had.</summary>
    private int TakeForward(int whole)
    {
        int at = 0;
        while (at < whole && _entries.Count < query.Limit)
        {
            int length = _chunk.AsSpan(at, whole - at).IndexOf(LineEnd);
            Take(_chunk.AsMemory(at, length));
            at += length + 1;
        }

        _read += at;
        return at;
    }

    /// <summary>Takes the lines of the chunk from its end; tells where the first one that was not taken ends.</summary>
    private int TakeBackward(int whole, bool isFirstWhole)
    {
        int end = whole;
        while (end > 0 && _entries.Count < query.Limit)
        {
            int start = _chunk.AsSpan(0, end - 1).LastIndexOf(LineEnd) + 1;
            // It may begin before the chunk.
            if (start == 0 && !isFirstWhole)
                break;

            Take(_chunk.AsMemory(start, end - 1 - start));
            end = start;
        }

        _read += whole - end;
        return end;
    }

    private int Skip(int length)
    {
        _read += length;
        return length;
    }

    private void Take(ReadOnlyMemory<byte> line)
    {
        if (AuditJson.TryRead(line, out AuditEntry entry) && query.Matches(entry))
            _entries.Add(entry);
    }

    private void StopWhenFull(DateOnly day, long at)
    {
        if (_entries.Count >= query.Limit || _read >= Budget)
            Stop = new AuditCursor(day, at);
    }
}
