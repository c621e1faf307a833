using System.Text;

namespace ValidationZone.Accounts.Timeline;

/// <summary>A change in 24 bytes, as it waits for somebody to look at the timeline.</summary>
internal readonly struct NotedChange
{
    /// <summary>How much of a value is kept: enough to tell two apart, too little to be one.</summary>
    internal const int StartLength = 6;

    private readonly ulong _valueStart;

    internal NotedChange(TimelineEventKind kind, long at, ReadOnlySpan<byte> value = default)
    {
        Kind = kind;
        At = at;
        for (int i = 0; i < Math.Min(value.Length, StartLength); i++)
            _valueStart |= (ulong)value[i] << (8 * i);
    }

    internal TimelineEventKind Kind { get; }

    /// <summary>When, in UTC ticks.</summary>
    internal long At { get; }

    internal TimelineEvent ToEvent() =>
        new(new DateTimeOffset(At, TimeSpan.Zero), Kind) { ValueStart = _valueStart == 0 ? null : ReadStart() };

    private string ReadStart()
    {
        byte[] octets = BitConverter.GetBytes(_valueStart);
        return Encoding.ASCII.GetString(octets).TrimEnd('\0');
    }
}
