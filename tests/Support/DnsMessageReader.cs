using System.Buffers.Binary;

namespace ValidationZone.Tests.Support;

/// <summary>Walks one message from its first octet to its last and refuses everything that is not right.</summary>
internal ref struct DnsMessageReader(ReadOnlySpan<byte> message)
{
    private const int OptType = 41;
    private readonly ReadOnlySpan<byte> _message = message;
    private int _at;
    private DnsEdns? _edns;

    internal DnsReply Read()
    {
        int id = ReadUInt16();
        int flags = ReadUInt16();
        int questions = ReadUInt16();
        int answers = ReadUInt16();
        int authorities = ReadUInt16();
        int additionals = ReadUInt16();
        if (questions > 1)
            throw new MalformedMessageException($"{questions} questions");

        string questionText = questions == 0 ? "" : ReadQuestion();
        int questionEnd = _at;
        List<DnsRecord> answer = ReadSection(answers, mayHoldOpt: false);
        List<DnsRecord> authority = ReadSection(authorities, mayHoldOpt: false);
        List<DnsRecord> additional = ReadSection(additionals, mayHoldOpt: true);
        if (_at != _message.Length)
            throw new MalformedMessageException($"{_message.Length - _at} octets behind the last record");

        return new DnsReply
        {
            Octets = _message.ToArray(),
            Id = id,
            FlagBits = flags,
            Question = _message[12..questionEnd].ToArray(),
            QuestionText = questionText,
            Answer = answer,
            Authority = authority,
            Additional = additional,
            Edns = _edns,
        };
    }

    private string ReadQuestion()
    {
        string name = WireName.Read(_message, ref _at);
        string type = DnsMnemonics.TypeWord(ReadUInt16());
        string classWord = DnsMnemonics.ClassWord(ReadUInt16());
        return $"{name} {classWord} {type}";
    }

    private List<DnsRecord> ReadSection(int count, bool mayHoldOpt)
    {
        var records = new List<DnsRecord>();
        for (int i = 0; i < count; i++)
        {
            bool isRootOwned = _at < _message.Length && _message[_at] == 0;
            DnsRecord record = ReadRecord();
            if (record.Type != OptType)
                records.Add(record);
            else if (mayHoldOpt && isRootOwned && _edns is null)
                _edns = ReadEdns(record);
            else
                throw new MalformedMessageException("an OPT record where none may be");
        }

        return records;
    }

    private DnsRecord ReadRecord()
    {
        string owner = WireName.Read(_message, ref _at);
        int type = ReadUInt16();
        int recordClass = ReadUInt16();
        uint ttl = ((uint)ReadUInt16() << 16) | (uint)ReadUInt16();
        int length = ReadUInt16();
        int start = _at;
        if (start + length > _message.Length)
            throw new MalformedMessageException($"RDLENGTH {length} at {start} runs past the end");

        string text = RdataText.Print(_message[..(start + length)], start, type);
        _at = start + length;
        return new DnsRecord(owner, type, recordClass, ttl, _message.Slice(start, length).ToArray(), text);
    }

    private static DnsEdns ReadEdns(DnsRecord record)
    {
        var options = new List<(int Code, byte[] Octets)>();
        ReadOnlySpan<byte> rest = record.Rdata.Span;
        while (!rest.IsEmpty)
        {
            if (rest.Length < 4 || rest.Length < 4 + BinaryPrimitives.ReadUInt16BigEndian(rest[2..]))
                throw new MalformedMessageException("an option runs past the OPT record");

            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            options.Add((BinaryPrimitives.ReadUInt16BigEndian(rest), rest.Slice(4, length).ToArray()));
            rest = rest[(4 + length)..];
        }

        uint ttl = record.TtlSeconds;
        return new DnsEdns(record.Class, (int)(ttl >> 24), (int)(ttl >> 16) & 0xFF, (int)(ttl & 0xFFFF), options);
    }

    private ushort ReadUInt16()
    {
        if (_at + 2 > _message.Length)
            throw new MalformedMessageException($"the message ends inside a number at {_at}");

        ushort number = BinaryPrimitives.ReadUInt16BigEndian(_message[_at..]);
        _at += 2;
        return number;
    }
}
