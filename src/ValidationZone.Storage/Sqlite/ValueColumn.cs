using System.Buffers;
using System.Buffers.Binary;
using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>
/// The live values of a subdomain as one column: an octet for the version, then a record of fixed length for each value,
/// oldest first. None are NULL.
/// </summary>
/// <remarks>
/// In the row of the subdomain, so that a change dirties one page. Digests stay text: their last character may carry two
/// bits more than a SHA-256 has.
/// </remarks>
internal static class ValueColumn
{
    private const byte Version = 1;

    private const int PublisherAt = ChallengeDigest.Length;
    private const int SequenceAt = PublisherAt + 16;
    private const int ExpiryAt = SequenceAt + sizeof(long);
    private const int RecordLength = ExpiryAt + sizeof(long);

    /// <summary>
    /// An expiry has 43 bits, which last until the year 2248; those above it hold the seconds of a life of its own.
    /// </summary>
    private const int ExpiryBits = 43;

    private const long LatestExpiry = (1L << ExpiryBits) - 1;
    private const long LongestLifetimeSeconds = 7 * 24 * 60 * 60;

    /// <summary>Reads the values that are live after a time.</summary>
    /// <exception cref="StoreUnavailableException">The column is not one that this program writes.</exception>
    internal static List<LiveValue> Read(ReadOnlySpan<byte> column, DateTimeOffset time)
    {
        if (!IsSound(column))
            throw Columns.Damaged("live_values");

        ReadOnlySpan<byte> records = column.IsEmpty ? column : column[1..];
        var values = new List<LiveValue>(records.Length / RecordLength);
        for (; !records.IsEmpty; records = records[RecordLength..])
        {
            // Expired values may still be there for a while: they are tidied at leisure, and never served again.
            LiveValue value = ReadRecord(records);
            if (value.ExpiresAt > time)
                values.Add(value);
        }

        return values;
    }

    /// <summary>The column for some values; <see langword="null"/> for none.</summary>
    internal static byte[]? Write(IReadOnlyList<LiveValue> values)
    {
        if (values.Count == 0)
            return null;

        var column = new byte[1 + (values.Count * RecordLength)];
        column[0] = Version;
        for (int i = 0; i < values.Count; i++)
            WriteRecord(values[i], column.AsSpan(1 + (i * RecordLength)));

        return column;
    }

    /// <summary>
    /// Leaves expired values out; <see langword="false"/> when there are none, or when the column is damaged: that stays
    /// as it is for whoever mends it.
    /// </summary>
    internal static bool TryDropExpired(ReadOnlySpan<byte> column, DateTimeOffset now, out byte[]? live)
    {
        live = null;
        if (column.IsEmpty || !IsSound(column))
            return false;

        var kept = new ArrayBufferWriter<byte>(column.Length);
        kept.Write(column[..1]);
        for (ReadOnlySpan<byte> records = column[1..]; !records.IsEmpty; records = records[RecordLength..])
        {
            if (Expiry(records) > now.ToUnixTimeMilliseconds())
                kept.Write(records[..RecordLength]);
        }

        live = kept.WrittenCount > 1 ? kept.WrittenSpan.ToArray() : null;
        return kept.WrittenCount < column.Length;
    }

    private static bool IsSound(ReadOnlySpan<byte> column) =>
        column.IsEmpty || (column[0] == Version && (column.Length - 1) % RecordLength == 0);

    private static long Expiry(ReadOnlySpan<byte> record) =>
        BinaryPrimitives.ReadInt64BigEndian(record[ExpiryAt..]) & LatestExpiry;

    private static LiveValue ReadRecord(ReadOnlySpan<byte> record)
    {
        long lifetimeSeconds = BinaryPrimitives.ReadInt64BigEndian(record[ExpiryAt..]) >> ExpiryBits;
        if (!ChallengeDigest.TryParse(record[..PublisherAt], out ChallengeDigest? digest)
            || lifetimeSeconds is < 0 or > LongestLifetimeSeconds)
        {
            throw Columns.Damaged("live_values");
        }

        return new LiveValue(
            digest,
            new Guid(record[PublisherAt..SequenceAt], bigEndian: true),
            BinaryPrimitives.ReadInt64BigEndian(record[SequenceAt..]),
            DateTimeOffset.FromUnixTimeMilliseconds(Expiry(record)))
        {
            Lifetime = lifetimeSeconds == 0 ? null : TimeSpan.FromSeconds(lifetimeSeconds),
        };
    }

    private static void WriteRecord(LiveValue value, Span<byte> record)
    {
        value.Digest.Octets.Span.CopyTo(record);
        value.Publisher.TryWriteBytes(record[PublisherAt..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(record[SequenceAt..], value.Sequence);
        long expiry = Math.Min(value.ExpiresAt.ToUnixTimeMilliseconds(), LatestExpiry);
        long lifetime = Math.Min((long)(value.Lifetime?.TotalSeconds ?? 0), LongestLifetimeSeconds);
        BinaryPrimitives.WriteInt64BigEndian(record[ExpiryAt..], (lifetime << ExpiryBits) | expiry);
    }
}
