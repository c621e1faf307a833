using System.IO.Pipelines;
using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;
using ValidationZone.Wire;

namespace ValidationZone.Transport.Tests;

public sealed class StreamConnectionTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    [Trait("Row", "T01")]
    public async Task A_question_is_answered_in_full_whatever_the_length()
    {
        StreamClient client = Connect();

        await client.SendAsync(Queries.Framed(Queries.Ask(1, Answerers.ManyValues, RecordType.Txt)));
        byte[]? reply = await client.ReceiveAsync();

        Assert.Equal(Answerers.ManyValuesCount, Queries.AnswerCount(reply));
        Assert.True(reply!.Length > QueryAnswerer.UdpResponseCapacity);
        Assert.Equal(0, reply[2] & 0x02);
    }

    [Fact]
    public async Task Rest_of_the_idle_time_is_waited_for_in_whole_milliseconds_as_timers_count()
    {
        StreamClient client = Connect();
        _clock.Advance(StreamOptions.Default.IdleTimeout - TimeSpan.FromMilliseconds(0.4));

        await client.SendAsync([0]);
        _clock.Advance(TimeSpan.FromMilliseconds(0.4));
        bool endedEarly = client.Ending.IsCompleted;
        _clock.Advance(TimeSpan.FromMilliseconds(0.6));

        Assert.False(endedEarly);
        Assert.Equal(StreamEnding.Idle, await client.EndAsync());
    }

    [Fact]
    [Trait("Row", "T04")]
    public async Task Prefix_and_reply_leave_together()
    {
        StreamClient client = Connect();

        await client.SendAsync(Queries.Framed(Queries.Ask(1, Answerers.ManyValues, RecordType.Txt)));
        ReadResult first = await client.Input.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2 + (first.Buffer.FirstSpan[0] << 8 | first.Buffer.FirstSpan[1]), first.Buffer.Length);
    }

    [Fact]
    [Trait("Row", "T02")]
    public async Task A_thousand_questions_in_one_segment_are_all_answered()
    {
        StreamClient client = Connect();

        Task sent = client.SendAsync(Queries.Framed(Enumerable.Range(0, 1000).Select(id => Queries.Ask((ushort)id))));
        for (int id = 0; id < 1000; id++)
            Assert.Equal(id, Queries.Id(await client.ReceiveAsync()));

        await sent;
    }

    [Fact]
    [Trait("Row", "T15")]
    public async Task The_same_ID_twice_is_answered_twice()
    {
        StreamClient client = Connect();

        await client.SendAsync(Queries.Framed(Queries.Ask(7), Queries.Ask(7, "ns1.auth.example.net", RecordType.A)));
        byte[]? first = await client.ReceiveAsync();
        byte[]? second = await client.ReceiveAsync();

        Assert.Equal((7, 7), (Queries.Id(first), Queries.Id(second)));
        Assert.NotEqual(first, second);
    }

    [Fact]
    [Trait("Row", "T03")]
    public async Task A_question_that_arrives_octet_by_octet_is_answered()
    {
        StreamClient client = Connect();

        foreach (byte octet in Queries.Framed(Queries.Ask(1)))
        {
            await client.SendAsync([octet]);
            _clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(1, Queries.AnswerCount(await client.ReceiveAsync()));
    }

    [Fact]
    public async Task A_message_of_the_greatest_length_arrives_whole()
    {
        StreamClient client = Connect(NewConnection(Answerers.Measuring()));

        Task sent = client.SendAsync(Queries.Framed(new byte[ushort.MaxValue], new byte[12]));

        Assert.Equal(ushort.MaxValue, BitConverter.ToInt32(await client.ReceiveAsync()));
        Assert.Equal(12, BitConverter.ToInt32(await client.ReceiveAsync()));
        await sent;
    }

    [Fact]
    [Trait("Row", "T05")]
    public async Task After_a_half_close_all_answers_come_and_then_the_end()
    {
        StreamClient client = Connect();
        IEnumerable<byte[]> questions =
            Enumerable.Range(0, 500).Select(id => Queries.Ask((ushort)id, Answerers.ManyValues, RecordType.Txt));

        Task sent = client.SendAsync(Queries.Framed(questions));
        await client.Output.CompleteAsync();
        for (int id = 0; id < 500; id++)
            Assert.Equal(id, Queries.Id(await client.ReceiveAsync()));

        Assert.Null(await client.ReceiveAsync());
        Assert.Equal(StreamEnding.ClientClosed, await client.EndAsync());
        await sent;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public async Task A_client_that_closes_within_a_message_is_done(int length)
    {
        StreamClient client = Connect();

        await client.SendAsync(Queries.Framed(Queries.Ask(1), new byte[100])[..(2 + Queries.Ask(1).Length + length)]);
        await client.Output.CompleteAsync();

        Assert.Equal(1, Queries.Id(await client.ReceiveAsync()));
        Assert.Null(await client.ReceiveAsync());
        Assert.Equal(StreamEnding.ClientClosed, await client.EndAsync());
    }

    [Fact]
    [Trait("Row", "T06")]
    public async Task A_silent_client_is_left_after_the_idle_timeout_and_not_before()
    {
        StreamClient client = Connect();
        _clock.Advance(StreamOptions.Default.IdleTimeout - TimeSpan.FromTicks(1));
        Assert.False(client.Ending.IsCompleted);

        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.Null(await client.ReceiveAsync());
        Assert.Equal(StreamEnding.Idle, await client.EndAsync());
    }

    [Theory]
    [Trait("Row", "T07")]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Octets_that_trickle_in_do_not_keep_a_stream_open(int questionsBefore)
    {
        StreamClient client = Connect();
        await client.SendAsync(Queries.Framed(Enumerable.Repeat(Queries.Ask(1), questionsBefore)));
        for (int i = 0; i < questionsBefore; i++)
            await client.ReceiveAsync();

        await client.SendAsync([0xFF, 0xFF]);
        for (int second = 0; second < 1000 && !client.Ending.IsCompleted; second++)
        {
            await client.Output.WriteAsync(new byte[1], TestContext.Current.CancellationToken);
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(StreamEnding.Idle, await client.EndAsync());
    }

    [Fact]
    [Trait("Row", "T06")]
    public async Task Each_whole_message_starts_the_idle_time_anew()
    {
        StreamClient client = Connect();

        for (int id = 0; id < 5; id++)
        {
            await client.SendAsync(Queries.Framed(Queries.Ask((ushort)id)));
            Assert.Equal(id, Queries.Id(await client.ReceiveAsync()));
            _clock.Advance(TimeSpan.FromSeconds(9));
        }

        Assert.False(client.Ending.IsCompleted);
    }

    [Theory]
    [Trait("Row", "T08")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(11)]
    public async Task A_length_that_no_message_has_ends_the_stream_after_the_answers_due(byte length)
    {
        StreamClient client = Connect();

        await client.SendAsync([.. Queries.Framed(Queries.Ask(1)), 0, length, .. Queries.Framed(Queries.Ask(2))]);

        Assert.Equal(1, Queries.Id(await client.ReceiveAsync()));
        Assert.Null(await client.ReceiveAsync());
        Assert.Equal(StreamEnding.BrokenFraming, await client.EndAsync());
    }

    [Fact]
    [Trait("Row", "T08")]
    public async Task A_great_length_with_nothing_behind_it_ends_with_the_idle_time()
    {
        StreamClient client = Connect();

        await client.SendAsync([0xFF, 0xFF]);

        Assert.Equal(StreamEnding.Idle, await client.AdvanceUntilEndAsync(_clock));
    }

    [Fact]
    [Trait("Row", "T09")]
    public async Task A_malformed_message_does_not_upset_the_next_one()
    {
        StreamClient client = Connect();
        byte[] malformed = [.. Queries.Ask(1), 0xFF];

        await client.SendAsync(Queries.Framed(malformed, Queries.Response(2), Queries.Ask(3)));
        byte[]? first = await client.ReceiveAsync();
        byte[]? second = await client.ReceiveAsync();

        Assert.Equal(1, Queries.Id(first));
        Assert.Equal(Queries.FormErr, Queries.Rcode(first));
        Assert.Equal(3, Queries.Id(second));
        Assert.Equal(1, Queries.AnswerCount(second));
    }

    [Fact]
    [Trait("Row", "H25")]
    public async Task A_short_reply_holds_nothing_of_the_long_one_before()
    {
        StreamClient client = Connect();
        byte[] question = Queries.Ask(2, "absent.auth.example.net", RecordType.Txt);
        await client.SendAsync(Queries.Framed(question));
        byte[]? alone = await client.ReceiveAsync();

        await client.SendAsync(Queries.Framed(Queries.Ask(1, Answerers.ManyValues, RecordType.Txt), question));
        await client.ReceiveAsync();

        Assert.Equal(alone, await client.ReceiveAsync());
    }

    [Fact]
    [Trait("Row", "N07")]
    public async Task An_exception_becomes_SERVFAIL_with_the_question()
    {
        var connection = NewConnection(Answerers.ThrowingFor(0xDEAD));
        StreamClient client = Connect(connection);

        await client.SendAsync(Queries.Framed(Queries.Ask(0xDEAD), Queries.Ask(2)));
        byte[]? failure = await client.ReceiveAsync();
        byte[]? next = await client.ReceiveAsync();

        Assert.Equal(Queries.ServFail, Queries.Rcode(failure));
        Assert.Equal(Queries.Ask(0xDEAD)[12..], failure![12..]);
        Assert.Equal(1, Queries.AnswerCount(next));
        Assert.Equal(1, connection.Counters.Faults);
    }

    [Fact]
    [Trait("Row", "T10")]
    public async Task A_client_that_never_reads_is_not_read_from_and_then_cut_off()
    {
        StreamConnection connection = NewConnection();
        StreamClient client = Connect(connection);
        byte[] question = Queries.Ask(1, Answerers.ManyValues, RecordType.Txt);
        byte[] questions = Queries.Framed(Enumerable.Repeat(question, 1000));

        Task<int> sending = SendUntilRefusedAsync(client.Output, questions);
        StreamEnding ending = await client.AdvanceUntilEndAsync(_clock);

        Assert.Equal(StreamEnding.Unread, ending);
        Assert.InRange(await sending, 0, 5);
        Assert.InRange(connection.Counters.Requests, 1, 100);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_an_ending_and_no_exception()
    {
        StreamClient client = Connect();

        await client.Output.CompleteAsync(new IOException("connection reset by peer"));

        Assert.Equal(StreamEnding.Reset, await client.EndAsync());
    }

    [Fact]
    public async Task A_client_that_stops_reading_for_good_is_an_ending_and_no_exception()
    {
        StreamClient client = Connect();

        await client.Input.CompleteAsync();
        await client.SendAsync(Queries.Framed(Queries.Ask(1)));

        Assert.Equal(StreamEnding.Reset, await client.EndAsync());
    }

    [Fact]
    public async Task A_bug_in_a_stream_is_counted_and_shown_to_the_caller()
    {
        StreamConnection connection = NewConnection();
        StreamClient client = Connect(connection);

        await client.Output.CompleteAsync(new InvalidOperationException("a bug"));

        await Assert.ThrowsAsync<InvalidOperationException>(client.EndAsync);
        Assert.Equal(1, connection.Counters.Faults);
    }

    [Fact]
    public async Task A_client_has_as_long_for_its_last_answers_as_for_any_others()
    {
        StreamConnection connection = NewConnection();
        Assert.True(await connection.DrainAsync(Task.CompletedTask, Tickets.Free()));

        Task<bool> draining = connection.DrainAsync(new TaskCompletionSource().Task, Tickets.Free());
        _clock.Advance(StreamOptions.Default.WriteTimeout - TimeSpan.FromSeconds(1));
        Assert.False(draining.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.False(await draining.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Stopping_ends_a_stream_that_waits()
    {
        using var stop = new CancellationTokenSource();
        StreamClient client = StreamClient.Connect(NewConnection(), stop.Token);
        await client.SendAsync(Queries.Framed(Queries.Ask(1)));
        byte[]? reply = await client.ReceiveAsync();

        await stop.CancelAsync();

        Assert.Equal(1, Queries.Id(reply));
        Assert.Null(await client.ReceiveAsync());
        Assert.Equal(StreamEnding.Stopped, await client.EndAsync());
    }

    [Fact]
    public async Task Counters_are_the_sum_of_streams_that_ended_and_streams_that_live()
    {
        var connection = NewConnection();
        for (int i = 0; i < 3; i++)
        {
            StreamClient ended = Connect(connection);
            await ended.SendAsync(Queries.Framed(Queries.Ask(1), Queries.Response(2)));
            await ended.Output.CompleteAsync();
            await ended.EndAsync();
        }

        StreamClient[] living = [Connect(connection), Connect(connection)];
        foreach (StreamClient client in living)
        {
            await client.SendAsync(Queries.Framed(Queries.Ask(1)));
            await client.ReceiveAsync();
        }

        QueryCounters counters = connection.Counters;
        Assert.Equal((8, 5, 3), (counters.Requests, counters.Positive, counters.Ignored));
    }

    private static StreamClient Connect(StreamConnection connection) =>
        StreamClient.Connect(connection, TestContext.Current.CancellationToken);

    private StreamClient Connect() => Connect(NewConnection());

    private StreamConnection NewConnection() => NewConnection(new FaultBarrier(Answerers.Real()));

    private StreamConnection NewConnection(FaultBarrier answerer) => new(answerer, StreamOptions.Default, _clock);

    private static async Task<int> SendUntilRefusedAsync(PipeWriter output, byte[] octets)
    {
        for (int times = 0; times < 1000; times++)
        {
            FlushResult flush = await output.WriteAsync(octets);
            if (flush.IsCompleted)
                return times;
        }

        return int.MaxValue;
    }
}
