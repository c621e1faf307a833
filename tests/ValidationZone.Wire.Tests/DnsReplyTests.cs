using ValidationZone.Tests.Support;

namespace ValidationZone.Wire.Tests;

/// <summary>The reader that judges the codec must itself refuse what is wrong.</summary>
public sealed class DnsReplyTests
{
    private const string Header = "2a17 8400 0001 0001 0000 0000";
    private const string Question = "0161 00 0010 0001";

    [Fact]
    public void A_good_message_is_read_whole()
    {
        DnsReply reply = Parse(Header, Question, "c00c 0010 0001 00000001 0004 0378797a");

        Assert.Equal("reply NOERROR qr aa\nquestion a. IN TXT\nanswer a. 1 TXT \"xyz\"\n", reply.ToString());
        Assert.Equal(7, reply.Question.Length);
    }

    [Theory]
    [InlineData("c00c 0010 0001 00000001 0004 0378797a 00")]
    [InlineData("c00c 0010 0001 00000001 0005 0378797a")]
    [InlineData("c00c 0010 0001 00000001 0003 0378797a")]
    [InlineData("c00c 0010 0001 00000001 0004 0278797a")]
    [InlineData("c00c 0010 0001 00000001 0000")]
    [InlineData("c013 0010 0001 00000001 0004 0378797a")]
    [InlineData("c000 0010 0001 00000001 0004 0378797a")]
    [InlineData("0161 c013 0010 0001 00000001 0004 0378797a")]
    [InlineData("4161 0010 0001 00000001 0004 0378797a")]
    [InlineData("c00c 0001 0001 00000001 0005 c000020100")]
    [InlineData("c00c 0002 0001 00000001 0003 c00c00")]
    [InlineData("c00c 0006 0001 00000001 0005 c00c c00c 00")]
    [InlineData("00 0029 04d0 00000000 0000")]
    [InlineData("c00c")]
    [InlineData("")]
    public void A_message_with_a_bad_record_is_refused(string record)
    {
        Assert.Throws<MalformedMessageException>(() => Parse(Header, Question, record));
    }

    [Theory]
    [InlineData("2a17 8400 0002 0000 0000 0000", "0161 00 0010 0001 0161 00 0010 0001")]
    [InlineData("2a17 8400 0001 0000 0000", "")]
    [InlineData("2a17 8400 0000 0000 0000 0002", "00 0029 04d0 00000000 0000 00 0029 04d0 00000000 0000")]
    [InlineData("2a17 8400 0000 0000 0000 0001", "0161 00 0029 04d0 00000000 0000")]
    [InlineData("2a17 8400 0000 0000 0000 0001", "00 0029 04d0 00000000 0003 000a00")]
    [InlineData("2a17 8400 0000 0000 0001 0000", "00 0029 04d0 00000000 0000")]
    public void A_message_of_a_bad_shape_is_refused(string header, string rest)
    {
        Assert.Throws<MalformedMessageException>(() => Parse(header, rest));
    }

    private static DnsReply Parse(params string[] hex) =>
        DnsReply.Parse(Convert.FromHexString(string.Concat(hex).Replace(" ", "", StringComparison.Ordinal)));
}
