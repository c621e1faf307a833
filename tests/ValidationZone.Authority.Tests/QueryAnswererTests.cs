using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests;

/// <summary>What holds for every request, whatever it asks.</summary>
public sealed class QueryAnswererTests
{
    private readonly AZone _zone = AZone.Loaded();

    [Fact]
    [Trait("Row", "H10")]
    [Trait("Row", "H11")]
    public void Silence_is_counted()
    {
        Assert.True(_zone.Send([]).IsEmpty);
        Assert.True(_zone.Send(new byte[11]).IsEmpty);
        Assert.True(_zone.Send((APacket.Asking(AZone.L2, "TXT") with { FlagBits = 0x8000 }).ToOctets()).IsEmpty);

        Assert.Equal((3, 3), (_zone.Counters.Requests, _zone.Counters.Ignored));
    }

    [Fact]
    [Trait("Row", "H10")]
    public void Its_own_replies_are_never_replied_to()
    {
        string[] names = [AZone.L2, AZone.L0, AZone.LX, AZone.Apex, "example.org."];
        foreach (string name in names)
        {
            byte[] reply = _zone.Ask(APacket.Asking(name, "TXT").WithEdns()).Octets.ToArray();

            Assert.True(_zone.Send(reply).IsEmpty);
        }
    }

    [Fact]
    [Trait("Row", "H25")]
    public void Nothing_of_an_earlier_reply_is_left_in_a_later_one()
    {
        var clean = new byte[1232];
        var used = new byte[1232];
        string[] names =
            [AZone.LX, AZone.L0, AZone.L2, AZone.Apex, "alias." + AZone.Apex, "held." + AZone.Apex, "a.example."];
        string[] types = ["TXT", "SOA", "NS", "ANY", "AXFR", "OPT", "A", "CAA"];
        foreach (string type in types)
        {
            foreach (string name in names)
            {
                byte[] request = APacket.Asking(name, type).WithEdns().ToOctets();
                clean.AsSpan().Clear();
                used.AsSpan().Fill(0xA5);

                int cleanLength = Answer(request, clean);
                int usedLength = Answer(request, used);

                Assert.Equal(clean.AsSpan(0, cleanLength), used.AsSpan(0, usedLength));
            }
        }
    }

    [Fact]
    [Trait("Row", "N06")]
    public void Answering_can_reach_no_store_no_socket_and_no_file()
    {
        string[] references = [.. typeof(QueryAnswerer).Assembly.GetReferencedAssemblies().Select(name => name.Name!)];

        Assert.DoesNotContain(references, name => name.Contains("Sql", StringComparison.Ordinal)
            || name.Contains("Data", StringComparison.Ordinal)
            || name.Contains("Sockets", StringComparison.Ordinal)
            || name is "ValidationZone.Storage" or "ValidationZone.Accounts" or "ValidationZone.Transport");
    }

    [Theory]
    [Trait("Row", "N07")]
    [InlineData(AZone.L2, "TXT")]
    [InlineData(AZone.Apex, "NS")]
    [InlineData("example.org.", "A")]
    public void A_failure_in_the_middle_is_SERVFAIL_with_the_question_and_nothing_else(string qname, string qtype)
    {
        APacket request = APacket.Asking(qname, qtype).WithEdns() with { FlagBits = 0x0110 };
        var response = new byte[1232];
        Answer(request.ToOctets(), response);

        int length = _zone.Answerer.AnswerFailure(
            request.ToOctets(), response, new QueryContext(DnsTransport.Udp, _zone.Counters));

        DnsReply reply = DnsReply.Parse(response.AsSpan(0, length));
        Assert.Equal(("SERVFAIL", "qr rd cd", request.Id), (reply.Rcode, reply.Flags, reply.Id));
        Assert.Equal(request.Question, reply.Question.ToArray());
        Assert.Empty(reply.Answer.Concat(reply.Authority).Concat(reply.Additional));
        Assert.Equal((1, 1), (_zone.Counters.Faults, _zone.Counters.ServFail));
    }

    [Fact]
    [Trait("Row", "N07")]
    public void A_failure_over_a_response_is_silence()
    {
        byte[] request = (APacket.Asking(AZone.L2, "TXT") with { FlagBits = 0x8000 }).ToOctets();

        Assert.Equal(0, _zone.Answerer.AnswerFailure(
            request, new byte[1232], new QueryContext(DnsTransport.Udp, _zone.Counters)));
    }

    [Fact]
    public void Every_reply_is_counted_by_its_kind()
    {
        _zone.Ask(AZone.L2, "TXT");
        _zone.Ask(AZone.L0, "TXT");
        _zone.Ask(AZone.LX, "TXT");
        _zone.Ask("example.org.", "TXT");
        _zone.Ask(APacket.Asking(AZone.L2, "TXT") with { QuestionCount = 2 });
        _zone.Ask(APacket.Asking(AZone.L2, "TXT") with { FlagBits = 0x2800 });
        _zone.Ask(APacket.Asking(AZone.L2, "TXT").WithEdns() with { EdnsVersion = 1 });
        QueryCounters counters = _zone.Counters;

        Assert.Equal((7, 0), (counters.Requests, counters.Ignored));
        Assert.Equal((1, 1, 1), (counters.Positive, counters.NoData, counters.NxDomain));
        Assert.Equal((1, 3, 0), (counters.Refused, counters.Rejected, counters.ServFail));
    }

    [Fact]
    public void Truncated_replies_are_counted_with_the_answers_that_they_stand_for()
    {
        _zone.Publish(AZone.L0, [.. Enumerable.Range(0, 12).Select(number => $"{number:D43}")]);

        _zone.Ask(AZone.L0, "TXT");

        QueryCounters counters = _zone.Counters;
        Assert.Equal((1, 1, 0), (counters.Truncated, counters.Positive, counters.NoData));
    }

    [Fact]
    [Trait("Row", "Q24")]
    public void Name_servers_elsewhere_come_without_addresses()
    {
        AZone zone = AZone.Loaded(masterFile: AZone.MasterFile + "\n@ IN NS ns.example.org.\n");

        DnsReply reply = zone.Ask(AZone.Apex, "NS");

        Assert.Contains("auth.example.net. 3600 NS ns.example.org.", reply.AnswerText);
        Assert.Equal(4, reply.Additional.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(511)]
    [InlineData(1233)]
    public void A_payload_size_out_of_range_is_refused_at_the_start(ushort size)
    {
        var options = new AnswererOptions { MaxUdpPayloadSize = size };

        Assert.Throws<ArgumentOutOfRangeException>(() => AZone.Loaded(options));
    }

    private int Answer(byte[] request, byte[] response) =>
        _zone.Answerer.Answer(request, response, new QueryContext(DnsTransport.Udp, _zone.Counters));
}
