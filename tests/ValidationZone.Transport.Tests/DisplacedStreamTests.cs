using System.Net;
using ValidationZone.Tests.Support;
using ValidationZone.Wire;

namespace ValidationZone.Transport.Tests;

/// <summary>What a stream does when places are short, and when it has to go.</summary>
public sealed class DisplacedStreamTests
{
    private static readonly byte[] KeepaliveQuestion =
        [.. Queries.Ask(1)[..11], 1, .. Queries.Ask(1)[12..], 0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 4, 0, 11, 0, 0];

    private readonly FakeClock _clock = new();
    private readonly StreamConnection _connection;
    private readonly StreamAdmission _admission;

    public DisplacedStreamTests()
    {
        _connection = new StreamConnection(Answerers.Real(), StreamOptions.Default, _clock);
        _admission = new StreamAdmission(new StreamLimits(4, 4), _clock);
    }

    [Fact]
    [Trait("Row", "T11")]
    public async Task Idle_stream_that_has_to_go_is_closed_in_good_order()
    {
        StreamClient client = Connect();

        Crowd(4);

        Assert.Null(await client.ReceiveAsync());
        Assert.Equal(StreamEnding.Displaced, await client.EndAsync());
    }

    [Fact]
    [Trait("Row", "T11")]
    public async Task Stream_that_leaves_its_answers_unread_has_to_go_too()
    {
        StreamClient client = Connect();
        byte[] question = Queries.Ask(1, Answerers.ManyValues, RecordType.Txt);
        Task sending = client.SendAsync(Queries.Framed(Enumerable.Repeat(question, 1000)));
        await client.Input.ReadAtLeastAsync(60_000, TestContext.Current.CancellationToken);

        Crowd(4);
        await _clock.PassAsync(StreamOptions.Default.DisplacedDrainTime, TestContext.Current.CancellationToken);

        Assert.Equal(StreamEnding.Unread, await client.EndAsync());
        await sending;
    }

    [Fact]
    public async Task Stream_that_had_to_go_before_it_began_ends_at_once()
    {
        StreamTicket ticket = _admission.TryAdmit(IPAddress.Loopback)!;
        Crowd(4);

        StreamClient client = StreamClient.Connect(_connection, ticket);

        Assert.Equal(StreamEnding.Displaced, await client.EndAsync());
    }

    [Fact]
    [Trait("Row", "T20")]
    public async Task While_places_are_short_keepalive_says_zero_and_the_end_comes_soon()
    {
        StreamClient client = Connect();
        Crowd(2);

        await client.SendAsync(Queries.Framed(KeepaliveQuestion));
        byte[]? reply = await client.ReceiveAsync();
        await _clock.PassAsync(StreamOptions.Default.CrowdedIdleTimeout, TestContext.Current.CancellationToken);

        Assert.Equal([0, 11, 0, 2, 0, 0], reply![^6..]);
        Assert.Equal(StreamEnding.Idle, await client.EndAsync());
    }

    [Fact]
    public async Task Where_there_is_room_keepalive_says_the_idle_timeout()
    {
        StreamClient client = Connect();
        Crowd(1);

        await client.SendAsync(Queries.Framed(KeepaliveQuestion));
        byte[]? reply = await client.ReceiveAsync();

        Assert.Equal([0, 11, 0, 2, 0, 100], reply![^6..]);
    }

    [Fact]
    public async Task Stream_that_had_to_go_has_a_moment_for_its_last_answers_and_no_more()
    {
        StreamTicket ticket = _admission.TryAdmit(IPAddress.Loopback)!;
        Task<bool> draining = _connection.DrainAsync(new TaskCompletionSource().Task, ticket);

        Crowd(4);
        await _clock.PassAsync(StreamOptions.Default.DisplacedDrainTime, TestContext.Current.CancellationToken);

        Assert.False(await draining.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    private StreamClient Connect() =>
        StreamClient.Connect(_connection, _admission.TryAdmit(IPAddress.Loopback)!);

    private void Crowd(int count)
    {
        for (int i = 0; i < count; i++)
            Assert.NotNull(_admission.TryAdmit(IPAddress.Loopback));
    }
}
