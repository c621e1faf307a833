using System.Buffers.Binary;

namespace ValidationZone.LoadGenerator.Synthetic;

/// <summary>Checks whole replies: flags, question, response code, counts and every value.</summary>
internal static class ReplyCheck
{
    private const int HeaderLength = 12;
    private const int ResponseFlag = 0x8000;
    private const int AuthoritativeFlag = 0x0400;
    private const int TruncatedFlag = 0x0200;
    private const int NxDomain = 3;

    // Owner, type, class, TTL, length of the data, length of the string.
    private const int RecordLength = 2 + 2 + 2 + 4 + 2 + 1 + SyntheticZone.ValueLength;

    // Every server compresses the owner to a pointer to the question, whose name stands at octet 12.
    private static ReadOnlySpan<byte> OwnerTypeAndClass => [0xC0, HeaderLength, 0, 16, 0, 1];

    /// <summary>Compares a reply with what is known of its question.</summary>
    internal static Finding Check(QuestionCycle cycle, int at, ReadOnlySpan<byte> reply)
    {
        if (cycle.Options.EchoLength > 0)
            return reply.Length == cycle.Options.EchoLength ? Finding.Right : Finding.BrokenMessage;

        if (reply.Length < HeaderLength)
            return Finding.BrokenMessage;

        int questionEnd = HeaderLength + 1 + SyntheticZone.LabelLength + cycle.Options.Apex.Wire.Length + 4;
        Finding finding = CheckHeader(cycle, at, reply, questionEnd);
        if (finding != Finding.Right || !cycle.Exists(at))
            return finding;

        return CheckValues(cycle, at, reply[questionEnd..]);
    }

    private static Finding CheckHeader(QuestionCycle cycle, int at, ReadOnlySpan<byte> reply, int questionEnd)
    {
        int flags = BinaryPrimitives.ReadUInt16BigEndian(reply[2..]);
        if ((flags & TruncatedFlag) != 0)
            return Finding.Truncated;

        bool exists = cycle.Exists(at);
        if ((flags & (ResponseFlag | AuthoritativeFlag)) != (ResponseFlag | AuthoritativeFlag)
            || (flags & 15) != (exists ? 0 : NxDomain))
            return Finding.OtherRcode;

        // Bit for bit, the case of letters included.
        if (reply.Length < questionEnd
            || !reply[4..6].SequenceEqual(cycle.Question(at)[4..6])
            || !reply[HeaderLength..questionEnd].SequenceEqual(cycle.Question(at)[HeaderLength..questionEnd]))
            return Finding.OtherQuestion;

        // A denial without the SOA could not be remembered by resolvers, and would be cheaper to write.
        int answers = BinaryPrimitives.ReadUInt16BigEndian(reply[6..]);
        int authority = BinaryPrimitives.ReadUInt16BigEndian(reply[8..]);
        bool isCountRight = exists ? answers == SyntheticZone.ValuesPerName : answers == 0 && authority == 1;
        return isCountRight ? Finding.Right : Finding.OtherCount;
    }

    private static Finding CheckValues(QuestionCycle cycle, int at, ReadOnlySpan<byte> records)
    {
        int found = 0;
        for (int i = 0; i < SyntheticZone.ValuesPerName; i++)
        {
            if (records.Length < RecordLength)
                return Finding.BrokenMessage;

            ReadOnlySpan<byte> record = records[..RecordLength];
            if (!record[..6].SequenceEqual(OwnerTypeAndClass)
                || record[11] != 1 + SyntheticZone.ValueLength
                || record[12] != SyntheticZone.ValueLength)
                return Finding.OtherValue;

            found |= Which(cycle, at, i, record[13..]);
            records = records[RecordLength..];
        }

        // One bit for each value: the same one twice leaves the other bit unset.
        return found == (1 << SyntheticZone.ValuesPerName) - 1 ? Finding.Right : Finding.OtherValue;
    }

    private static int Which(QuestionCycle cycle, int at, int position, ReadOnlySpan<byte> value)
    {
        for (int i = 0; i < SyntheticZone.ValuesPerName; i++)
        {
            if (value.SequenceEqual(cycle.Expected(at, i)))
                return cycle.Options.IsChanging ? 1 << position : 1 << i;
        }

        return cycle.Options.IsChanging && SyntheticZone.IsValueOf(cycle.Index(at), value) ? 1 << position : 0;
    }
}
