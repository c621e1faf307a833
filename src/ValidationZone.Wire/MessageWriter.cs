using System.Buffers.Binary;
using System.Diagnostics;

namespace ValidationZone.Wire;

/// <summary>Octets out, with a hard end: what does not fit is refused whole, and nothing is written of it.</summary>
/// <remarks>
/// Names are compressed by pointing into the question, which every response repeats at octet 12 (RFC 1035 §4.1.4).
/// </remarks>
public ref struct MessageWriter
{
    /// <summary>The pointer to the QNAME.</summary>
    public const ushort QNamePointer = PointerMark | MessageHeader.LengthInOctets;

    // The two bits that no length octet can have; 14 are left for the offset.
    private const ushort PointerMark = 0xC000;
    private readonly Span<byte> _buffer;
    private int _length;
    private int _end;

    /// <summary>Starts behind a header that is written last.</summary>
    /// <param name="buffer">Where the message goes; at least a header long.</param>
    /// <param name="end">How long the message may become in octets, at most the buffer's length.</param>
    public MessageWriter(Span<byte> buffer, int end)
    {
        Debug.Assert(end >= MessageHeader.LengthInOctets && end <= buffer.Length, "a header always fits");
        _buffer = buffer;
        _end = end;
        _length = MessageHeader.LengthInOctets;
    }

    /// <summary>How long the message is so far, header included.</summary>
    public readonly int Length => _length;

    /// <summary>A pointer to a place in the question.</summary>
    /// <param name="offset">Octets from the start of the message, less than 2^14.</param>
    public static ushort PointerTo(int offset) => (ushort)(PointerMark | offset);

    /// <summary>Cuts the message back to an earlier length.</summary>
    public void Rewind(int length)
    {
        Debug.Assert(length <= _length, "a message is only ever cut");
        _length = length;
    }

    /// <summary>Moves the hard end, for what has room kept free for it.</summary>
    public void ExtendEnd(int octets) => _end = Math.Min(_end + octets, _buffer.Length);

    /// <summary>Writes the header; nothing may be appended afterwards.</summary>
    /// <returns>The length of the message.</returns>
    public readonly int Complete(MessageHeader header)
    {
        header.Write(_buffer);
        return _length;
    }

    /// <summary>Appends octets.</summary>
    public bool TryAppend(ReadOnlySpan<byte> octets)
    {
        // Against the end and not the buffer: the buffer may be longer than the asker can take.
        if (octets.Length > _end - _length)
            return false;

        octets.CopyTo(_buffer[_length..]);
        _length += octets.Length;
        return true;
    }

    /// <summary>Takes the next octets of the message for the caller to fill, all of them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="octets">The octets; they may still hold what an earlier message left there.</param>
    public bool TryReserve(int count, out Span<byte> octets)
    {
        octets = default;
        if (count > _end - _length)
            return false;

        octets = _buffer.Slice(_length, count);
        _length += count;
        return true;
    }

    /// <summary>Appends a number in network order.</summary>
    public bool TryAppend(ushort value)
    {
        if (!TryReserve(sizeof(ushort), out Span<byte> octets))
            return false;

        BinaryPrimitives.WriteUInt16BigEndian(octets, value);
        return true;
    }
}
