using System.Net.Sockets;
using ValidationZone.Tests.Support;
using ValidationZone.Transport;

namespace ValidationZone.Server.Tests.Sockets;

/// <summary>What RFC 7766 asks of streams, over TCP and DNS over TLS as Kestrel carries them.</summary>
[Trait("Over", "TCP4 TCP6 DOT4 DOT6")]
public sealed class StreamRowTests : IAsyncLifetime
{
    private readonly AZone _zone = AZone.Loaded();
    private DnsSockets _sockets = null!;

    public static TheoryData<StreamRoute> Routes => [.. Enum.GetValues<StreamRoute>()];

    public async ValueTask InitializeAsync() => _sockets = await DnsSockets.StartAsync(_zone);

    public ValueTask DisposeAsync() => _sockets.DisposeAsync();

    [Theory]
    [MemberData(nameof(Routes))]
    [Trait("Row", "T02")]
    public async Task A_thousand_questions_in_one_write_are_all_answered(StreamRoute route)
    {
        await using DnsStream stream = await _sockets.ConnectAsync(route);

        await stream.SendAsync(Enumerable.Range(0, 1000).Select(id => Question(id)));

        var answered = new HashSet<int>();
        for (int i = 0; i < 1000; i++)
            answered.Add(Reply(await stream.ReceiveAsync(), "NOERROR").Id);
        Assert.Equal(Enumerable.Range(0, 1000), answered.Order());
    }

    [Theory]
    [MemberData(nameof(Routes))]
    [Trait("Row", "T03")]
    public async Task A_question_that_arrives_octet_by_octet_is_answered(StreamRoute route)
    {
        await using DnsStream stream = await _sockets.ConnectAsync(route);
        byte[] question = Question(7);

        foreach (byte octet in (byte[])[0, (byte)question.Length, .. question])
            await stream.SendOctetsAsync([octet]);

        Assert.Equal(7, Reply(await stream.ReceiveAsync(), "NOERROR").Id);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    [Trait("Row", "T05")]
    public async Task After_a_half_close_all_answers_come_and_then_the_end(StreamRoute route)
    {
        await using DnsStream stream = await _sockets.ConnectAsync(route);

        await stream.SendAsync(Enumerable.Range(0, 200).Select(id => Question(id)));
        await stream.CloseHalfAsync();

        for (int id = 0; id < 200; id++)
            Assert.Equal(id, Reply(await stream.ReceiveAsync(), "NOERROR").Id);
        Assert.Null(await stream.ReceiveAsync());
    }

    [Theory]
    [MemberData(nameof(Routes))]
    [Trait("Row", "T06")]
    public async Task An_idle_stream_is_closed_when_its_time_is_up_and_not_before(StreamRoute route)
    {
        await using DnsStream stream = await _sockets.ConnectAsync(route);
        await AskAsync(stream, 1);

        PassAllButTheLastOfTheIdleTime();
        await AskAsync(stream, 2);
        await PassIdleTimeAsync(streams: 1);

        Assert.Null(await stream.ReceiveAsync());
    }

    [Theory]
    [MemberData(nameof(Routes))]
    [Trait("Row", "T07")]
    public async Task Streams_that_drip_block_nobody_and_end_with_the_idle_time(StreamRoute route)
    {
        DnsStream[] drips = [.. await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _sockets.ConnectAsync(route)))];
        foreach (DnsStream drip in drips)
            await AskAsync(drip, 1);

        PassAllButTheLastOfTheIdleTime();
        foreach (DnsStream drip in drips)
        {
            await AskAsync(drip, 2);
            await drip.SendOctetsAsync([0]);
        }

        await using DnsStream other = await _sockets.ConnectAsync(route);
        await AskAsync(other, 1);
        await PassIdleTimeAsync(streams: drips.Length + 1);

        foreach (DnsStream drip in drips)
        {
            Assert.Null(await drip.ReceiveAsync());
            await drip.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    [Trait("Row", "T08")]
    public async Task A_length_that_no_message_has_ends_the_stream_after_the_answers_due(StreamRoute route)
    {
        for (int length = 0; length < 12; length++)
        {
            await using DnsStream stream = await _sockets.ConnectAsync(route);

            await stream.SendAsync(Question(1), new byte[length]);

            Assert.Equal(1, Reply(await stream.ReceiveAsync(), "NOERROR").Id);
            Assert.Null(await stream.ReceiveAsync());
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    [Trait("Row", "T08")]
    public async Task The_greatest_length_with_nothing_behind_it_ends_with_the_idle_time(StreamRoute route)
    {
        await using DnsStream stream = await _sockets.ConnectAsync(route);
        await AskAsync(stream, 1);
        PassAllButTheLastOfTheIdleTime();
        await AskAsync(stream, 2);

        await stream.SendOctetsAsync([0xFF, 0xFF]);
        await PassIdleTimeAsync(streams: 1);

        Assert.Null(await stream.ReceiveAsync());
    }

    [Theory]
    [MemberData(nameof(Routes))]
    [Trait("Row", "T09")]
    public async Task A_malformed_message_does_not_upset_the_next_one(StreamRoute route)
    {
        await using DnsStream stream = await _sockets.ConnectAsync(route);

        await stream.SendAsync([.. Question(1), 0xFF], Question(2), new byte[12], Question(3));

        Assert.Equal(1, Reply(await stream.ReceiveAsync(), "FORMERR").Id);
        Assert.Equal(2, Reply(await stream.ReceiveAsync(), "NOERROR").Id);
        Assert.Equal(0, Reply(await stream.ReceiveAsync(), "FORMERR").Id);
        Assert.Equal(3, Reply(await stream.ReceiveAsync(), "NOERROR").Id);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    [Trait("Row", "T10")]
    public async Task A_client_that_never_reads_is_cut_off_and_others_are_served(StreamRoute route)
    {
        _zone.Publish(AZone.L2, [.. Enumerable.Range(0, 400).Select(number => $"{number:D43}")]);
        await using DnsStream greedy = await _sockets.ConnectAsync(route);
        await using DnsStream other = await _sockets.ConnectAsync(route);

        Task flood = FloodAsync(greedy);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!flood.IsCompleted)
        {
            await AskAsync(other, 1);
            _sockets.Clock.Advance(TimeSpan.FromSeconds(1));
            await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        await Assert.ThrowsAsync<IOException>(() => flood);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    [Trait("Row", "T15")]
    public async Task The_same_ID_twice_is_answered_twice(StreamRoute route)
    {
        await using DnsStream stream = await _sockets.ConnectAsync(route);

        await stream.SendAsync(Question(5), Question(5, AZone.L0));

        Assert.Equal((5, 2), Content(await stream.ReceiveAsync()));
        Assert.Equal((5, 0), Content(await stream.ReceiveAsync()));
    }

    private static byte[] Question(int id, string name = AZone.L2) =>
        (APacket.Asking(name, "TXT") with { Id = (ushort)id }).ToOctets();

    private static DnsReply Reply(byte[]? octets, string rcode)
    {
        Assert.NotNull(octets);
        DnsReply reply = DnsReply.Parse(octets);
        Assert.Equal(rcode, reply.Rcode);
        return reply;
    }

    private static (int Id, int Answers) Content(byte[]? octets)
    {
        DnsReply reply = Reply(octets, "NOERROR");
        return (reply.Id, reply.Answer.Count);
    }

    private static async Task AskAsync(DnsStream stream, int id)
    {
        await stream.SendAsync(Question(id, AZone.L0));
        Assert.Equal(id, Reply(await stream.ReceiveAsync(), "NOERROR").Id);
    }

    private static async Task FloodAsync(DnsStream stream)
    {
        byte[][] questions = [.. Enumerable.Range(0, 500).Select(id => Question(id))];
        while (true)
            await stream.SendAsync(questions);
    }

    private void PassAllButTheLastOfTheIdleTime() =>
        _sockets.Clock.Advance(StreamOptions.Default.IdleTimeout - TimeSpan.FromMilliseconds(1));

    /// <summary>
    /// Lets the idle time pass once each stream counts it from its last question, which came after all but the last of
    /// an idle time.
    /// </summary>
    private async Task PassIdleTimeAsync(int streams)
    {
        // A stream notes the time of a question behind its answer, and then sets its timer. Those that were set for the
        // question before go off now, so that all that there are then are the right ones.
        _sockets.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.HoldsAsync(() => _sockets.Clock.ArmedTimerCount == streams);
        _sockets.Clock.Advance(StreamOptions.Default.IdleTimeout);
    }
}
