using System.Net;
using ValidationZone.Tests.Support;

namespace ValidationZone.Transport.Tests;

public sealed class StreamAdmissionTests
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");
    private readonly FakeClock _clock = new();

    [Fact]
    [Trait("Row", "T11")]
    public void Newcomer_takes_the_place_of_the_stream_that_is_idle_longest()
    {
        StreamAdmission admission = Limit(total: 3);
        StreamTicket[] streams = [Admit(admission, 1), Admit(admission, 2), Admit(admission, 3)];

        StreamTicket newcomer = Admit(admission, 4);

        Assert.Equal([true, false, false], streams.Select(IsDisplaced));
        Assert.False(IsDisplaced(newcomer));
        Assert.Equal(1, admission.DisplacedCount);
    }

    [Fact]
    [Trait("Row", "T11")]
    public void A_message_makes_a_stream_the_last_to_go()
    {
        StreamAdmission admission = Limit(total: 3);
        StreamTicket[] streams = [Admit(admission, 1), Admit(admission, 2), Admit(admission, 3)];
        Touch(streams[0]);

        Admit(admission, 4);
        streams[1].Dispose();
        Admit(admission, 5);
        streams[2].Dispose();

        Assert.Equal([false, true, true], streams.Select(IsDisplaced));
    }

    [Fact]
    public void When_all_have_been_active_the_one_whose_message_is_longest_ago_goes()
    {
        StreamAdmission admission = Limit(total: 3);
        StreamTicket[] streams = [Admit(admission, 1), Admit(admission, 2), Admit(admission, 3)];
        Touch(streams[1]);
        Touch(streams[2]);
        Touch(streams[0]);

        Admit(admission, 4);

        Assert.Equal([false, true, false], streams.Select(IsDisplaced));
    }

    [Fact]
    [Trait("Row", "T12")]
    public void Prefix_at_its_limit_pays_with_its_own_streams()
    {
        StreamAdmission admission = Limit(total: 10, perPrefix: 2);
        StreamTicket other = Admit(admission, 9);
        StreamTicket[] own = [Admit(admission, 1), Admit(admission, 1)];

        Admit(admission, 1);

        Assert.Equal([true, false], own.Select(IsDisplaced));
        Assert.False(IsDisplaced(other));
    }

    [Theory]
    [Trait("Row", "T12")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("0.0.0.1", "::", false)]
    public void IPv4_counts_by_address_and_IPv6_by_64_bits(string first, string second, bool areCountedTogether)
    {
        StreamAdmission admission = Limit(total: 10, perPrefix: 1);
        StreamTicket ticket = admission.TryAdmit(IPAddress.Parse(first))!;

        admission.TryAdmit(IPAddress.Parse(second));

        Assert.Equal(areCountedTogether, IsDisplaced(ticket));
    }

    [Fact]
    public void Newcomers_are_refused_while_too_many_are_still_leaving()
    {
        StreamAdmission admission = Limit(total: 8);
        StreamTicket[] streams = [.. Enumerable.Range(0, 8).Select(host => Admit(admission, host))];
        Admit(admission, 100);
        Admit(admission, 101);

        Assert.Null(admission.TryAdmit(Here));
        Assert.Equal(1, admission.RefusedCount);
        streams[0].Dispose();
        Assert.NotNull(admission.TryAdmit(Here));
    }

    [Fact]
    public void A_prefix_whose_streams_will_not_go_is_refused_and_others_are_not()
    {
        StreamAdmission admission = Limit(total: 100, perPrefix: 1);
        admission.TryAdmit(Here);
        admission.TryAdmit(Here);

        Assert.Null(admission.TryAdmit(Here));
        Assert.NotNull(admission.TryAdmit(IPAddress.Parse("192.0.2.2")));
    }

    [Fact]
    public void Places_given_back_are_free_and_leave_nothing_behind()
    {
        StreamAdmission admission = Limit(total: 2, perPrefix: 1);
        for (int host = 0; host < 1000; host++)
        {
            using StreamTicket first = Admit(admission, host);
            using StreamTicket second = Admit(admission, host);
            Assert.True(IsDisplaced(first));
        }

        Assert.Equal(0, admission.PrefixCount);
        Assert.Equal(0, admission.RefusedCount);
    }

    [Fact]
    public void The_most_streams_since_the_last_look_are_remembered()
    {
        StreamAdmission admission = Limit(total: 5);
        StreamTicket[] streams = [Admit(admission, 1), Admit(admission, 2), Admit(admission, 3)];
        Array.ForEach(streams[1..], ticket => ticket.Dispose());

        Assert.Equal((3, 1, 1), (admission.TakeMostOpen(), admission.OpenCount, admission.TakeMostOpen()));
    }

    [Fact]
    public void A_place_given_back_twice_counts_once()
    {
        StreamAdmission admission = Limit(total: 2);
        StreamTicket ticket = Admit(admission, 1);
        StreamTicket other = Admit(admission, 2);

        ticket.Dispose();
        ticket.Dispose();
        Admit(admission, 3);
        Admit(admission, 4);

        Assert.True(IsDisplaced(other));
    }

    [Theory]
    [Trait("Row", "T20")]
    [InlineData(8, 100, 5, false)]
    [InlineData(8, 100, 6, true)]
    [InlineData(100, 8, 5, false)]
    [InlineData(100, 8, 6, true)]
    public void Places_are_short_from_three_quarters_of_a_limit_on(int total, int perPrefix, int count, bool isCrowded)
    {
        StreamAdmission admission = Limit(total, perPrefix);
        StreamTicket[] streams = [.. Enumerable.Range(0, count).Select(_ => admission.TryAdmit(Here)!)];

        Assert.Equal(isCrowded, streams[0].IsCrowded);
        streams[^1].Dispose();
        Assert.False(streams[0].IsCrowded);
    }

    [Fact]
    public async Task Many_threads_never_hold_more_than_the_limit_and_what_may_be_leaving()
    {
        StreamAdmission admission = Limit(total: 16, perPrefix: 4);
        var open = new OpenCount();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            var held = new Queue<StreamTicket>();
            for (int round = 0; round < 20_000; round++)
            {
                if (admission.TryAdmit(new IPAddress([192, 0, 2, (byte)(((worker * 7) + round) % 23)])) is { } ticket)
                    open.Add(held, ticket);

                if (held.Count > 20 || (held.Count > 0 && round % 3 == 0))
                    open.Remove(held);
            }

            while (held.Count > 0)
                open.Remove(held);
        })));

        Assert.InRange(open.Most, 16, 16 + (16 / 8) + 1);
        Assert.Equal(0, admission.PrefixCount);
    }

    private StreamAdmission Limit(int total, int perPrefix = 100) => new(new StreamLimits(total, perPrefix), _clock);

    /// <summary>Lets a stream in from a host of its own, a second after the one before.</summary>
    private StreamTicket Admit(StreamAdmission admission, int host)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        return admission.TryAdmit(new IPAddress([198, 51, (byte)(host >> 8), (byte)host]))!;
    }

    private void Touch(StreamTicket ticket)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        ticket.Touch(_clock.GetTimestamp());
    }

    private static bool IsDisplaced(StreamTicket ticket) => ticket.Displaced.IsCancellationRequested;

    /// <summary>How many tickets there are, and were at most; never more than there really are.</summary>
    private sealed class OpenCount
    {
        private readonly Lock _lock = new();
        private int _now;

        internal int Most { get; private set; }

        internal void Add(Queue<StreamTicket> held, StreamTicket ticket)
        {
            held.Enqueue(ticket);
            lock (_lock)
                Most = Math.Max(Most, ++_now);
        }

        internal void Remove(Queue<StreamTicket> held)
        {
            lock (_lock)
                _now--;

            held.Dequeue().Dispose();
        }
    }
}
