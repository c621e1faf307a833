using System.Buffers.Binary;

namespace ValidationZone.Wire;

/// <summary>Turns octets into a <see cref="Query"/>, or into the reason why they are not one.</summary>
/// <remarks>
/// Never throws and never allocates. Work is bounded by the request's length: names are walked once, pointers lead
/// only back, and more than <see cref="MaxAdditionalRecords"/> additional records are refused unread.
/// </remarks>
public static class QueryParser
{
    /// <summary>More additional records than any resolver sends (OPT and TSIG make two).</summary>
    public const int MaxAdditionalRecords = 8;

    private const int QuestionTailLength = 4;
    private const int RecordTailLength = 10;
    private const int DnssecOkBit = 0x8000;

    /// <summary>Reads a request.</summary>
    /// <param name="message">The whole message, without the length prefix of a stream.</param>
    /// <param name="query">
    /// The question for <see cref="ParseOutcome.Query"/> and <see cref="ParseOutcome.BadVers"/>; the header alone for
    /// <see cref="ParseOutcome.FormErr"/> and <see cref="ParseOutcome.NotImp"/>.
    /// </param>
    public static ParseOutcome Parse(ReadOnlySpan<byte> message, out Query query)
    {
        query = default;
        // Without a whole header there is no identifier to reply with.
        if (message.Length < MessageHeader.LengthInOctets)
            return ParseOutcome.Ignore;

        query.Header = MessageHeader.Read(message);

        // Answering a response could start an endless exchange between two servers.
        if (query.Header.IsResponse)
            return ParseOutcome.Ignore;

        // Before anything else is read: what follows the header is for the opcode to say.
        if (query.Header.Opcode != Opcode.Query)
            return ParseOutcome.NotImp;

        // One question and no more (RFC 9619 §4).
        if (query.Header.QuestionCount > 1 || query.Header.AnswerCount != 0)
            return ParseOutcome.FormErr;

        // Counts are only promises; each entry is read and checked against the octets that are really there.
        int at = MessageHeader.LengthInOctets;
        if (!TryReadQuestion(message, ref at, ref query) || !TryReadRecords(message, ref at, ref query))
            return ParseOutcome.FormErr;

        // Octets behind the last record are nobody's: counts and content disagree.
        if (at != message.Length)
            return ParseOutcome.FormErr;

        // Without a question there is only one thing to ask for (RFC 7873 §5.4).
        if (query.Question.IsEmpty && !EdnsOptions.TryFind(query.EdnsOptions, EdnsOptionCode.Cookie, out _))
            return ParseOutcome.FormErr;

        // Last: BADVERS (RFC 6891 §6.1.3) is for what can be read; a malformed message is FORMERR in any version.
        return query.EdnsVersion == 0 ? ParseOutcome.Query : ParseOutcome.BadVers;
    }

    private static bool TryReadQuestion(ReadOnlySpan<byte> message, ref int at, ref Query query)
    {
        if (query.Header.QuestionCount == 0)
            return true;

        if (!NameReader.TryMeasure(message[at..], out int nameLength)
            || message.Length - at - nameLength < QuestionTailLength)
            return false;

        query.Question = message.Slice(at, nameLength + QuestionTailLength);
        query.QType = (RecordType)BinaryPrimitives.ReadUInt16BigEndian(query.Question[nameLength..]);
        query.QClass = (RecordClass)BinaryPrimitives.ReadUInt16BigEndian(query.Question[(nameLength + 2)..]);
        at += query.Question.Length;
        return true;
    }

    private static bool TryReadRecords(ReadOnlySpan<byte> message, ref int at, ref Query query)
    {
        // Nearly every question without EDNS ends here.
        int authority = query.Header.AuthorityCount;
        int additional = query.Header.AdditionalCount;
        if ((authority | additional) == 0)
            return true;

        // Only IXFR puts a record, the asker's SOA, into the authority section of a question (RFC 1995 §3).
        if (authority > (query.QType == RecordType.Ixfr ? 1 : 0) || additional > MaxAdditionalRecords)
            return false;

        for (int i = 0; i < authority; i++)
        {
            if (!TryReadRecord(message, ref at, out RecordTail record) || record.Type != RecordType.Soa)
                return false;
        }

        for (int left = additional; left > 0; left--)
        {
            // Kept because TryReadRecord moves past the owner, which for OPT must be the root in one plain octet.
            int start = at;
            if (!TryReadRecord(message, ref at, out RecordTail record))
                return false;

            bool isAcceptable = record.Type == RecordType.Opt
                ? TryReadOpt(message[start], record, ref query)
                : IsAcceptableExtra(record, isLast: left == 1);
            if (!isAcceptable)
                return false;
        }

        return true;
    }

    private static bool TryReadRecord(ReadOnlySpan<byte> message, scoped ref int at, out RecordTail record)
    {
        record = default;
        if (!NameReader.TrySkip(message, ref at) || message.Length - at < RecordTailLength)
            return false;

        ReadOnlySpan<byte> tail = message[at..];
        int rdlength = BinaryPrimitives.ReadUInt16BigEndian(tail[8..]);
        // A subtraction that cannot wrap, unlike adding a length from the network to a position.
        if (tail.Length - RecordTailLength < rdlength)
            return false;

        record.Type = (RecordType)BinaryPrimitives.ReadUInt16BigEndian(tail);
        record.Class = (RecordClass)BinaryPrimitives.ReadUInt16BigEndian(tail[2..]);
        record.Ttl = BinaryPrimitives.ReadUInt32BigEndian(tail[4..]);
        record.Rdata = tail.Slice(RecordTailLength, rdlength);
        at += RecordTailLength + rdlength;
        return true;
    }

    /// <summary>Takes the OPT record: class is the payload size, TTL is RCODE, version and flags (RFC 6891 §6.1.2).</summary>
    private static bool TryReadOpt(byte firstOwnerOctet, RecordTail record, ref Query query)
    {
        // One OPT at most (RFC 6891 §6.1.1), owned by the root (§6.1.2).
        if (query.HasEdns || firstOwnerOctet != 0 || !EdnsOptions.AreWellFormed(record.Rdata))
            return false;

        query.HasEdns = true;
        query.UdpPayloadSize = (ushort)record.Class;
        query.EdnsVersion = (byte)(record.Ttl >> 16);
        query.DnssecOk = (record.Ttl & DnssecOkBit) != 0;
        query.EdnsOptions = record.Rdata;
        return true;
    }

    /// <summary>Whether a record beside OPT may stand in the additional section of a question.</summary>
    private static bool IsAcceptableExtra(RecordTail record, bool isLast)
    {
        // A signature closes the message and belongs to no class (RFC 8945 §5.1, §4.2).
        if (record.Type == RecordType.Tsig)
            return isLast && record.Class == RecordClass.Any && record.Ttl == 0;

        // Ordinary records mean nothing beside a question and are left unread; meta ones tell of a broken sender.
        return record.Class is not (RecordClass.None or RecordClass.Any) && !IsMetaType(record.Type);
    }

    /// <summary>Types that exist only in questions or beside them, never as data (RFC 6895 §3.1).</summary>
    private static bool IsMetaType(RecordType type) => (ushort)type is 0 or (>= 128 and <= 255);

    private ref struct RecordTail
    {
        internal RecordType Type;
        internal RecordClass Class;
        internal uint Ttl;
        internal ReadOnlySpan<byte> Rdata;
    }
}
