using ValidationZone.Tests.Support;

namespace ValidationZone.Wire.Tests;

public sealed class ReplyReaderTests
{
    private const int QuestionLength = 15;
    private static readonly byte[] Question = [.. WireName.ToOctets("a.example."), 0, 16, 0, 1];

    [Fact]
    public void Sections_are_read_with_names_written_out()
    {
        byte[] message =
        [
            .. Header(flags: 0x8400, answer: 1, authority: 1, additional: 1), .. Question,
            0xC0, 12, .. Record(type: 5, ttl: 7, [1, (byte)'b', 0xC0, 14]),
            0xC0, 14, .. Record(type: 6, ttl: 8, [0xC0, 14, 0xC0, 12, .. new byte[20]]),
            0xC0, 12, .. Record(type: 1, ttl: 9, [192, 0, 2, 1]),
        ];

        Assert.True(ReplyReader.TryRead(message, out Reply? reply));

        ResourceRecord alias = Assert.Single(reply.AnswersOf(DomainName.Parse("A.example"), RecordType.Cname));
        Assert.Equal((DomainName.Parse("b.example"), 7u), (alias.ToName(), alias.TtlSeconds));
        Assert.True(SoaRdata.TryRead(Assert.Single(reply.Authority).Rdata.Span, out SoaRdata? soa));
        Assert.Equal(DomainName.Parse("a.example"), soa.ResponsibleName);
        Assert.Equal([192, 0, 2, 1], Assert.Single(reply.Additional).Rdata.ToArray());
        Assert.Equal((true, false, message.Length), (reply.IsAuthoritative, reply.IsTruncated, reply.LengthInOctets));
    }

    [Fact]
    public void OPT_carries_the_upper_bits_of_the_RCODE_and_is_no_record()
    {
        byte[] message =
        [
            .. Header(flags: 0x8001, additional: 1), .. Question, 0, 0, 41, 4, 208, 1, 0, 0, 0, 0, 0,
        ];

        Assert.True(ReplyReader.TryRead(message, out Reply? reply));

        Assert.Equal((Rcode)17, reply.Rcode);
        Assert.Empty(reply.Additional);
    }

    [Fact]
    public void Records_of_other_classes_are_left_out()
    {
        byte[] record = Record(type: 16, ttl: 1, [0]);
        record[3] = 3;
        byte[] message = [.. Header(flags: 0x8000, answer: 1), .. Question, 0xC0, 12, .. record];

        Assert.True(ReplyReader.TryRead(message, out Reply? reply));

        Assert.Empty(reply.Answer);
    }

    [Theory]
    [InlineData("name longer than its RDATA", 5, 2, new byte[] { 1, (byte)'b', 0xC0, 14 })]
    [InlineData("name shorter than its RDATA", 5, 5, new byte[] { 1, (byte)'b', 0xC0, 14, 0 })]
    [InlineData("pointer ahead", 5, 2, new byte[] { 0xC0, 0xFF })]
    [InlineData("pointer to itself", 5, 2, new byte[] { 0xC0, 39 })]
    [InlineData("pointer into the header", 2, 2, new byte[] { 0xC0, 2 })]
    [InlineData("SOA without numbers", 6, 2, new byte[] { 0, 0 })]
    [InlineData("RDATA cut short", 16, 9, new byte[] { 1, 2 })]
    public void Malformed_RDATA_makes_the_reply_malformed(string what, byte type, byte rdlength, byte[] rdata)
    {
        byte[] record = Record(type, ttl: 1, rdata);
        record[9] = rdlength;

        bool isRead = ReplyReader.TryRead(
            [.. Header(flags: 0x8000, answer: 1), .. Question, 0xC0, 12, .. record], out _);

        Assert.False(isRead, what);
    }

    [Fact]
    public void Requests_and_counts_without_content_are_refused()
    {
        Assert.False(ReplyReader.TryRead([.. Header(flags: 0), .. Question], out _));
        Assert.False(ReplyReader.TryRead([.. Header(flags: 0x8000, answer: 1), .. Question], out _));
        Assert.False(ReplyReader.TryRead(new byte[11], out _));
    }

    [Fact]
    public void More_records_than_are_of_use_are_refused_unread()
    {
        byte[] record = [0, .. Record(type: 16, ttl: 1, [0])];
        byte[] Message(int count) =>
        [
            .. Header(flags: 0x8000, answer: count), .. Question, .. Enumerable.Repeat(record, count).SelectMany(each => each),
        ];

        Assert.True(ReplyReader.TryRead(Message(ReplyReader.MaxRecords), out _));
        Assert.False(ReplyReader.TryRead(Message(ReplyReader.MaxRecords + 1), out _));
    }

    [Fact]
    public void Name_behind_more_pointers_than_labels_is_refused()
    {
        var chain = new List<byte> { 0 };
        for (int target = 12; chain.Count < 300; target = 12 + chain.Count - 2)
            chain.AddRange([(byte)(0xC0 | (target >> 8)), (byte)target]);
        byte[] message = [.. new byte[12], .. chain];
        int few = 12 + 1 + (2 * 126);
        int many = 12 + 1 + (2 * 127);

        Assert.True(DomainName.TryRead(message, ref few, out DomainName? name));
        Assert.False(DomainName.TryRead(message, ref many, out _));
        Assert.Equal(DomainName.Root, name);
    }

    [Fact]
    public void Question_is_read_when_there_is_exactly_one_of_class_IN()
    {
        byte[] one = [.. Header(flags: 0x8000), .. Question];
        byte[] two = [.. one];
        two[5] = 2;
        byte[] chaos = [.. one];
        chaos[^1] = 3;

        Assert.True(ReplyReader.TryReadQuestion(one, out DomainName? qname, out RecordType qtype));
        Assert.Equal((DomainName.Parse("a.example"), RecordType.Txt), (qname, qtype));
        Assert.False(ReplyReader.TryReadQuestion(two, out _, out _));
        Assert.False(ReplyReader.TryReadQuestion(chaos, out _, out _));
        Assert.False(ReplyReader.TryReadQuestion(one.AsSpan(0, 12 + QuestionLength - 1), out _, out _));
    }

    private static byte[] Header(int flags, int answer = 0, int authority = 0, int additional = 0) =>
    [
        0, 1, (byte)(flags >> 8), (byte)flags, 0, 1, (byte)(answer >> 8), (byte)answer, 0, (byte)authority, 0,
        (byte)additional,
    ];

    private static byte[] Record(byte type, byte ttl, byte[] rdata) =>
        [0, type, 0, 1, 0, 0, 0, ttl, 0, (byte)rdata.Length, .. rdata];
}
