using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ValidationZone.Authority.Answering;

/// <summary>Limits UDP replies by source prefix and class of answer, so that nobody is flooded with our answers.</summary>
/// <remarks>
/// <para>
/// Belongs to one listener thread: no locks, no atomics. Memory is fixed; a flood of forged sources replaces the entries
/// that were idle longest, which are those that have nothing held against them.
/// </para>
/// <para>
/// It never locks a resolver out: what is limited is cut short, not withheld, and TCP and valid cookies are not limited
/// at all. A CA that asks for ten thousand names at once is slowed by one round trip and nothing more.
/// </para>
/// </remarks>
public sealed class ResponseRateLimiter
{
    private const int Ways = 4;
    private const int SetCount = 16_384;

    private readonly Entry[] _entries = new Entry[SetCount * Ways];
    private readonly RateLimitOptions _options;
    private readonly TimeProvider _clock;
    private readonly ulong _seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly double _repliesPerTick;
    private uint _limitedReplies;

    // No time that a clock tells: each reply reads the clock.
    private long _now = long.MinValue;

    /// <summary>Makes a limiter for one listener thread.</summary>
    /// <param name="options">How much is too much.</param>
    /// <param name="clock">Measures the time between replies.</param>
    /// <exception cref="ArgumentOutOfRangeException">A figure is outside what <see cref="RateLimitOptions"/> says.</exception>
    public ResponseRateLimiter(RateLimitOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        Check(options.RepliesPerSecond, 1, 1_000_000, nameof(options.RepliesPerSecond));
        Check(options.Burst, options.RepliesPerSecond, 10_000_000, nameof(options.Burst));
        Check(options.Slip, 1, 100, nameof(options.Slip));
        Check(options.IPv4PrefixLength, 8, 32, nameof(options.IPv4PrefixLength));
        Check(options.IPv6PrefixLength, 16, 64, nameof(options.IPv6PrefixLength));
        _options = options;
        _clock = clock;
        _repliesPerTick = (double)options.RepliesPerSecond / clock.TimestampFrequency;
    }

    /// <summary>Reads the clock for all replies until the next reading, as those of one batch.</summary>
    /// <remarks>A listener that never calls this has the clock read for each reply.</remarks>
    public void TakeTime() => _now = _clock.GetTimestamp();

    /// <summary>Counts a reply, and says what becomes of it.</summary>
    /// <param name="address">The asker's address, 4 or 16 octets.</param>
    /// <param name="replyClass">The kind of reply.</param>
    internal LimitDecision Count(ReadOnlySpan<byte> address, ReplyClass replyClass)
    {
        ulong hash = Hash(PrefixOf(address), replyClass);
        long now = _now == long.MinValue ? _clock.GetTimestamp() : _now;
        ref Entry entry = ref FindOrReplace(hash, now);

        double earned = (now - entry.LastSeen) * _repliesPerTick;
        entry.Allowance = Math.Min(_options.Burst, entry.Allowance + earned);
        entry.LastSeen = now;
        if (entry.Allowance >= 1)
        {
            entry.Allowance--;
            return LimitDecision.Send;
        }

        return Slip(replyClass);
    }

    private static void Check(int value, int least, int most, string name)
    {
        if (value < least || value > most)
            throw new ArgumentOutOfRangeException(name, value, $"must be from {least} to {most}");
    }

    private LimitDecision Slip(ReplyClass replyClass)
    {
        // An error is as short as its truncated form, so cutting would save nothing: every second one goes unsent. No
        // resolver waits for it.
        _limitedReplies++;
        int slip = replyClass == ReplyClass.Rejected ? Math.Max(2, _options.Slip) : _options.Slip;
        return _limitedReplies % (uint)slip == 0 ? LimitDecision.Truncate : LimitDecision.Drop;
    }

    /// <summary>The prefix as a number, told apart by family.</summary>
    private ulong PrefixOf(ReadOnlySpan<byte> address)
    {
        if (address.Length == sizeof(uint))
        {
            ulong ipv4 = BinaryPrimitives.ReadUInt32BigEndian(address);
            return (ipv4 >> (32 - _options.IPv4PrefixLength) << 1) | 1;
        }

        // At most 64 bits of prefix: the rest of an IPv6 address is the host's to choose, and to change at will.
        ulong ipv6 = address.Length == 16 ? BinaryPrimitives.ReadUInt64BigEndian(address) : 0;
        return ipv6 >> (64 - _options.IPv6PrefixLength) << 1;
    }

    private ulong Hash(ulong prefix, ReplyClass replyClass)
    {
        // Seeded, so that nobody can choose sources that share the victim's entry.
        ulong high = Math.BigMul(prefix ^ _seed, 0x9E3779B97F4A7C15 ^ (ulong)replyClass << 56, out ulong low);
        high = Math.BigMul(high ^ low, 0xD6E8FEB86659FD93, out low);
        return high ^ low;
    }

    private ref Entry FindOrReplace(ulong hash, long now)
    {
        int first = (int)(hash & (SetCount - 1)) * Ways;
        uint tag = (uint)(hash >> 32) | 1;
        int oldest = first;
        for (int at = first; at < first + Ways; at++)
        {
            if (_entries[at].Tag == tag)
                return ref _entries[at];

            if (_entries[at].LastSeen < _entries[oldest].LastSeen)
                oldest = at;
        }

        // A newcomer has everything still to spend.
        _entries[oldest] = new Entry { Tag = tag, LastSeen = now, Allowance = _options.Burst };
        return ref _entries[oldest];
    }

    private struct Entry
    {
        /// <summary>0 while the entry is unused; never 0 for a prefix.</summary>
        internal uint Tag;

        internal long LastSeen;

        internal double Allowance;
    }
}
