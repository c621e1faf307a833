using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ValidationZone.Wire;

/// <summary>Walks, compares and folds names in wire form without copying them.</summary>
/// <remarks>
/// Folding may run over whole names: a length octet is at most 63 and so never looks like a letter.
/// </remarks>
public static class NameReader
{
    // One for each of the labels that fit into 255 octets.
    private const int MaxPointers = 127;

    /// <summary>Measures the uncompressed name at the start of <paramref name="octets"/>.</summary>
    /// <returns>
    /// <see langword="false"/> when it is cut short, longer than 255 octets, or holds anything but plain labels:
    /// a compression pointer has nothing before it to point at in a question (RFC 1035 §4.1.4), and the label
    /// types 0x40 and 0x80 are not in use (RFC 6891 §5).
    /// </returns>
    public static bool TryMeasure(ReadOnlySpan<byte> octets, out int length)
    {
        length = 0;
        int at = 0;
        while (at < octets.Length)
        {
            int label = octets[at];
            at += 1 + label;
            if (label == 0)
            {
                length = at;
                return true;
            }

            // One more octet must follow for the root label.
            if (label > DomainName.MaxLabelLengthInOctets || at >= DomainName.MaxLengthInOctets)
                return false;
        }

        return false;
    }

    /// <summary>Steps over a name that may be compressed.</summary>
    /// <param name="message">The whole message, which pointers refer to.</param>
    /// <param name="at">Where the name starts; afterwards, the first octet behind it.</param>
    /// <returns>
    /// <see langword="false"/> when the name is cut short, longer than 255 octets once expanded, or has a pointer that
    /// does not lead strictly back. Leading back bounds the walk, so that two pointers cannot chase each other.
    /// </returns>
    public static bool TrySkip(ReadOnlySpan<byte> message, ref int at)
    {
        // One octet for the root label, which every name ends in.
        int position = at;
        int expanded = 1;
        int behindPointer = -1;
        while (position < message.Length)
        {
            int label = message[position];
            if (label == 0)
            {
                at = behindPointer < 0 ? position + 1 : behindPointer;
                return true;
            }

            // Pointers first: their length octet would look like a label of 192 octets or more.
            if (label >= 0xC0)
            {
                if (!TryFollow(message, ref position, ref behindPointer))
                    return false;

                continue;
            }

            // Counted across pointers, so that a chain of them cannot expand a few octets into a long walk.
            expanded += 1 + label;
            if (label > DomainName.MaxLabelLengthInOctets || expanded > DomainName.MaxLengthInOctets)
                return false;

            position += 1 + label;
        }

        return false;
    }

    /// <summary>Copies a name that may be compressed, written out in full.</summary>
    /// <param name="message">The whole message, which pointers refer to.</param>
    /// <param name="at">Where the name starts; afterwards, the first octet behind it.</param>
    /// <param name="expanded">Where the name goes; at least 255 octets.</param>
    /// <param name="length">How long it is.</param>
    /// <returns>
    /// <see langword="false"/> for what <see cref="TrySkip"/> refuses, and for more pointers than a name can have labels:
    /// a reply may hold thousands of names, and each of them could be a walk through the whole message.
    /// </returns>
    public static bool TryExpand(ReadOnlySpan<byte> message, ref int at, Span<byte> expanded, out int length)
    {
        length = 0;
        int position = at;
        int behindPointer = -1;
        int pointers = 0;
        while (position < message.Length)
        {
            int label = message[position];
            if (label >= 0xC0)
            {
                if (++pointers > MaxPointers || !TryFollow(message, ref position, ref behindPointer))
                    return false;

                continue;
            }

            // The root label, of length 0, is copied like any other, and one octet is kept free for it.
            int end = length + 1 + label;
            if (label > DomainName.MaxLabelLengthInOctets
                || end > DomainName.MaxLengthInOctets - (label == 0 ? 0 : 1)
                || message.Length - position <= label)
            {
                return false;
            }

            message.Slice(position, 1 + label).CopyTo(expanded[length..]);
            length = end;
            position += 1 + label;
            if (label == 0)
            {
                at = behindPointer < 0 ? position : behindPointer;
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether <paramref name="name"/> is <paramref name="ancestor"/> or lies below it, ignoring ASCII case.</summary>
    public static bool IsAtOrBelow(ReadOnlySpan<byte> name, ReadOnlySpan<byte> ancestor)
    {
        // The walk below trusts the length octets: both names have been measured when they were read.
        int start = name.Length - ancestor.Length;
        if (start < 0)
            return false;

        // The ancestor must start where a label starts: "xauth.example" does not lie below "auth.example".
        int at = 0;
        while (at < start)
            at += 1 + name[at];

        return at == start && EqualIgnoringCase(name[start..], ancestor);
    }

    /// <summary>Whether two names are equal, folding only A-Z (RFC 4343 §3).</summary>
    public static bool EqualIgnoringCase(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        // Nearly always both are in small letters, and this takes many octets at a time.
        if (left.SequenceEqual(right))
            return true;

        if (left.Length != right.Length)
            return false;

        for (int i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i] && Fold(left[i]) != Fold(right[i]))
                return false;
        }

        return true;
    }

    /// <summary>Whether a name has no A-Z, so that folding would change nothing.</summary>
    public static bool IsFolded(ReadOnlySpan<byte> name) => !name.ContainsAnyInRange((byte)'A', (byte)'Z');

    /// <summary>Copies a name with A-Z turned to a-z; every other octet, 0x80 and above too, stays as it is.</summary>
    /// <param name="name">The octets to fold.</param>
    /// <param name="folded">Where they go; at least as long.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FoldCase(ReadOnlySpan<byte> name, Span<byte> folded)
    {
        // Eight octets at a time: each question is folded once, and most names are longer than forty.
        int at = 0;
        for (; at + sizeof(ulong) <= name.Length; at += sizeof(ulong))
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(name[at..]);
            BinaryPrimitives.WriteUInt64LittleEndian(folded[at..], FoldWord(word));
        }

        for (; at < name.Length; at++)
            folded[at] = Fold(name[at]);
    }

    internal static byte Fold(byte octet) => octet is >= (byte)'A' and <= (byte)'Z' ? (byte)(octet | 0x20) : octet;

    private static ulong FoldWord(ulong word)
    {
        const ulong High = 0x8080808080808080;

        // Per octet: bit 7 tells "at least 'A'" and "above 'Z'"; where only the first holds, it is a capital.
        ulong low = word & ~High;
        ulong atLeastA = low + 0x3F3F3F3F3F3F3F3F;
        ulong aboveZ = low + 0x2525252525252525;
        ulong capitals = atLeastA & ~aboveZ & ~word & High;
        return word | (capitals >> 2);
    }

    private static bool TryFollow(ReadOnlySpan<byte> message, ref int position, ref int behindPointer)
    {
        if (position + 2 > message.Length)
            return false;

        // Strictly back, and never into the header, whose octets are no name.
        int target = BinaryPrimitives.ReadUInt16BigEndian(message[position..]) & 0x3FFF;
        if (target >= position || target < MessageHeader.LengthInOctets)
            return false;

        // The name ends in the message where its first pointer ends, wherever that leads.
        if (behindPointer < 0)
            behindPointer = position + 2;

        position = target;
        return true;
    }
}
