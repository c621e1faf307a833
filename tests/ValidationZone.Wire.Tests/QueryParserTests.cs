using ValidationZone.Tests.Support;

namespace ValidationZone.Wire.Tests;

public sealed class QueryParserTests
{
    private static readonly APacket Question = APacket.Asking("WWW.example.net.", "TXT");

    [Fact]
    public void A_plain_question_is_read()
    {
        APacket request = Question with { Id = 0xBEEF, FlagBits = 0x0110 };

        ParseOutcome outcome = QueryParser.Parse(request.ToOctets(), out Query query);

        Assert.Equal(ParseOutcome.Query, outcome);
        Assert.Equal((0xBEEF, 0x0110), (query.Header.Id, query.Header.Flags));
        Assert.Equal(request.Question, query.Question.ToArray());
        Assert.Equal(WireName.ToOctets("WWW.example.net."), query.QName.ToArray());
        Assert.Equal((RecordType.Txt, RecordClass.Internet), (query.QType, query.QClass));
        Assert.False(query.HasEdns);
        Assert.False(query.DnssecOk);
    }

    [Fact]
    public void EDNS_is_read()
    {
        APacket request = Question.WithEdns(4096).WithOption(10, 1, 2, 3) with { EdnsFlags = 0x8000 };

        ParseOutcome outcome = QueryParser.Parse(request.ToOctets(), out Query query);

        Assert.Equal(ParseOutcome.Query, outcome);
        Assert.True(query.HasEdns);
        Assert.True(query.DnssecOk);
        Assert.Equal((0, 4096), (query.EdnsVersion, query.UdpPayloadSize));
        Assert.True(EdnsOptions.TryFind(query.EdnsOptions, EdnsOptionCode.Cookie, out ReadOnlySpan<byte> cookie));
        Assert.Equal([1, 2, 3], cookie.ToArray());
    }

    [Fact]
    public void Unknown_EDNS_flags_are_not_DO()
    {
        APacket request = Question.WithEdns() with { EdnsFlags = 0x7FFF };

        QueryParser.Parse(request.ToOctets(), out Query query);

        Assert.False(query.DnssecOk);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    public void Another_EDNS_version_is_BADVERS_with_its_question(byte version)
    {
        APacket request = Question.WithEdns() with { EdnsVersion = version };

        ParseOutcome outcome = QueryParser.Parse(request.ToOctets(), out Query query);

        Assert.Equal(ParseOutcome.BadVers, outcome);
        Assert.Equal(request.Question, query.Question.ToArray());
        Assert.Equal(version, query.EdnsVersion);
    }

    [Fact]
    public void Less_than_a_header_is_ignored()
    {
        byte[] octets = Question.ToOctets();

        for (int length = 0; length < 12; length++)
            Assert.Equal(ParseOutcome.Ignore, QueryParser.Parse(octets.AsSpan(0, length), out _));
    }

    [Fact]
    public void Responses_are_ignored_whatever_else_is_wrong_with_them()
    {
        Assert.Equal(ParseOutcome.Ignore, OutcomeOf(Question with { FlagBits = 0x8000 }));
        Assert.Equal(ParseOutcome.Ignore, OutcomeOf(Question with { FlagBits = 0xF800, QuestionCount = 9 }));
    }

    [Fact]
    public void Every_other_opcode_is_NOTIMP_with_its_header()
    {
        for (int opcode = 1; opcode < 16; opcode++)
        {
            APacket request = Question with { FlagBits = (ushort)(opcode << 11), QuestionCount = 0 };

            Assert.Equal(ParseOutcome.NotImp, QueryParser.Parse(request.ToOctets(), out Query query));
            Assert.Equal((Opcode)opcode, query.Header.Opcode);
        }
    }

    [Fact]
    public void Every_message_cut_short_is_FORMERR()
    {
        byte[] octets = Question.WithOption(10, 1, 2, 3, 4, 5, 6, 7, 8).ToOctets();

        for (int length = 12; length < octets.Length; length++)
            Assert.Equal(ParseOutcome.FormErr, QueryParser.Parse(octets.AsSpan(0, length), out _));

        Assert.Equal(ParseOutcome.Query, QueryParser.Parse(octets, out _));
    }

    [Fact]
    public void Octets_behind_the_last_record_are_FORMERR()
    {
        Assert.Equal(ParseOutcome.FormErr, OutcomeOf(Question with { Tail = [0] }));
        Assert.Equal(ParseOutcome.FormErr, OutcomeOf(Question.WithEdns() with { Tail = new byte[64] }));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(2, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(65535, 65535, 65535)]
    public void Counts_that_no_question_has_are_FORMERR(ushort questions, ushort answers, ushort authorities)
    {
        APacket request = Question with { QuestionCount = questions, RecordCounts = (answers, authorities, 0) };

        Assert.Equal(ParseOutcome.FormErr, OutcomeOf(request));
    }

    [Fact]
    public void More_than_eight_additional_records_are_FORMERR()
    {
        byte[] record = [0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 192, 0, 2, 1];
        APacket eight = Extra([.. Enumerable.Repeat(record, 8).SelectMany(octet => octet)], 8);
        APacket nine = Extra([.. Enumerable.Repeat(record, 9).SelectMany(octet => octet)], 9);

        Assert.Equal(ParseOutcome.Query, OutcomeOf(eight));
        Assert.Equal(ParseOutcome.FormErr, OutcomeOf(nine));
    }

    [Theory]
    [InlineData("00 0029 1000 00000000 0000 00 0029 1000 00000000 0000", 2)]
    [InlineData("014100 0029 1000 00000000 0000", 1)]
    [InlineData("c010 0029 1000 00000000 0000", 1)]
    [InlineData("00 0029 1000 00000000 0004 000a0001", 1)]
    [InlineData("00 0029 1000 00000000 0001 00", 1)]
    [InlineData("00 0029 1000 00000000 0005 000a000000", 1)]
    [InlineData("00 0000 0001 00000000 0000", 1)]
    [InlineData("00 00ff 0001 00000000 0000", 1)]
    [InlineData("00 0001 00ff 00000000 0000", 1)]
    [InlineData("00 0001 00fe 00000000 0000", 1)]
    [InlineData("00 00fa 0001 00000000 0000", 1)]
    [InlineData("00 00fa 00ff 00000001 0000", 1)]
    [InlineData("00 00fa 00ff 00000000 0000 00 0029 1000 00000000 0000", 2)]
    [InlineData("00 0001 0001 00000000 0005 c0000201", 1)]
    [InlineData("c0ff 0001 0001 00000000 0000", 1)]
    [InlineData("40 0001 0001 00000000 0000", 1)]
    public void Additional_records_that_no_asker_sends_are_FORMERR(string hex, ushort count)
    {
        Assert.Equal(ParseOutcome.FormErr, OutcomeOf(Extra(Hex(hex), count)));
    }

    [Theory]
    [InlineData("00 0029 1000 00000000 0000 00 00fa 00ff 00000000 0000", 2)]
    [InlineData("c00c 0001 0001 00000000 0004 c0000201", 1)]
    [InlineData("c00c 0010 0001 00000000 0000 00 0029 1000 00000000 0000", 2)]
    public void Harmless_additional_records_are_passed_over(string hex, ushort count)
    {
        Assert.Equal(ParseOutcome.Query, OutcomeOf(Extra(Hex(hex), count)));
    }

    [Fact]
    public void IXFR_may_carry_one_SOA_in_authority()
    {
        byte[] soa = Hex("00 0006 0001 00000000 0016 00 00 0000000100000001000000010000000100000001");
        APacket ixfr = APacket.Asking("example.net.", "IXFR") with { RecordCounts = (0, 1, 0), Tail = soa };
        byte[] address = Hex("00 0001 0001 00000000 0004 c0000201");

        Assert.Equal(ParseOutcome.Query, OutcomeOf(ixfr));
        Assert.Equal(ParseOutcome.FormErr, OutcomeOf(ixfr with { Tail = address }));
        Assert.Equal(ParseOutcome.FormErr, OutcomeOf(ixfr with { Tail = [.. soa, .. soa], RecordCounts = (0, 2, 0) }));
        Assert.Equal(ParseOutcome.FormErr, OutcomeOf(Question with { Tail = soa, RecordCounts = (0, 1, 0) }));
    }

    [Fact]
    public void Parsing_allocates_nothing()
    {
        byte[] good = Question.WithOption(10, 1, 2, 3, 4, 5, 6, 7, 8).ToOctets();
        byte[] bad = [.. good, 0];
        ParseBoth();

        Assert.Equal(0, Allocation.Least(ParseBoth));

        void ParseBoth()
        {
            for (int i = 0; i < 1000; i++)
            {
                QueryParser.Parse(good, out _);
                QueryParser.Parse(bad, out _);
            }
        }
    }

    private static APacket Extra(byte[] records, ushort count) =>
        Question with { RecordCounts = (0, 0, count), Tail = records };

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    private static ParseOutcome OutcomeOf(APacket request) => QueryParser.Parse(request.ToOctets(), out _);
}
