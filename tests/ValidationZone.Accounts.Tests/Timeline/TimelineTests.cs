using System.Globalization;
using ValidationZone.Accounts.Timeline;
using ValidationZone.Authority.Answering;
using ValidationZone.Wire;

namespace ValidationZone.Accounts.Tests.Timeline;

/// <summary>What happened to one subdomain, as its timeline tells it.</summary>
public sealed class TimelineTests
{
    private static readonly Subdomain Name = A.Subdomain("name");

    private readonly TestZone _zone = new();
    private readonly DateTimeOffset _start;
    private readonly Resolver _near;
    private readonly Resolver _far;
    private long _revision;

    public TimelineTests()
    {
        _start = _zone.Clock.GetUtcNow();
        _zone.Directory.MarkLoaded();
        _near = new Resolver(_zone, "192.0.2.7");
        _far = new Resolver(_zone, "2001:db8::7");
    }

    [Fact]
    public void Issuance_is_told_in_the_order_in_which_it_happened()
    {
        Register();
        At(1, () => _near.Ask("name"));
        At(2, () => Publish(Value(1), Value(2)));
        At(3, () => _near.Ask("name"));
        At(4, () => _far.Ask("name"));
        At(5, () => Publish());

        string[] expected =
        [
            "0 Registered",
            "1 FirstQuestion 192.0.2.7 NODATA",
            $"2 Published {Start(1)}",
            $"2 Published {Start(2)}",
            "3 LastQuestion 192.0.2.7 2 values",
            "4 FirstQuestion 2001:db8::7 2 values",
            $"5 Removed {Start(1)}",
            $"5 Removed {Start(2)}",
        ];
        Assert.Equal(expected, Told());
    }

    [Fact]
    public void Answer_with_values_is_still_told_when_later_ones_had_none()
    {
        Register();
        At(1, () => _near.Ask("name"));
        At(2, () => Publish(Value(1)));
        At(3, () => _near.Ask("name"));
        At(4, () => Publish());
        At(5, () => _near.Ask("name"));

        Assert.Contains("3 ValuesGiven 192.0.2.7 1 value", Told());
        Assert.Equal("5 LastQuestion 192.0.2.7 NODATA", Told()[^1]);
    }

    [Fact]
    public void Truncated_answer_and_the_retry_over_TCP_are_told()
    {
        Register();
        Publish([.. Enumerable.Range(1, 16).Select(number => Value(number))]);
        At(1, () => _near.Ask("name"));
        At(2, () => _near.Ask("name", transport: DnsTransport.Tcp));

        Assert.Equal(["1 FirstQuestion 192.0.2.7 truncated", "2 LastQuestion 192.0.2.7 16 values"], Told()[^2..]);
        Assert.Equal(DnsTransport.Tcp, Assert.Single(Find().Resolvers).Last.Transport);
    }

    [Theory]
    [InlineData(RecordType.A, "NODATA")]
    [InlineData(RecordType.Any, "HINFO")]
    [InlineData(RecordType.Axfr, "REFUSED")]
    [InlineData(RecordType.Opt, "FORMERR")]
    public void Question_for_another_type_is_told_with_its_answer(RecordType type, string answer)
    {
        Register();
        Publish(Value(1));
        _near.Ask("name", type);

        Collect();
        ResolverQuestion first = Assert.Single(Find().Resolvers).First;
        Assert.Equal((type, answer), (first.QType, first.Answer));
    }

    [Fact]
    public void Question_for_TXT_is_not_hidden_by_those_for_other_types()
    {
        Register();
        Publish(Value(1));
        At(1, () => _near.Ask("name", RecordType.A));
        At(2, () => _near.Ask("name"));
        At(3, () => _near.Ask("name", RecordType.Aaaa));

        ResolverSummary resolver = Assert.Single(Find().Resolvers);
        Assert.Equal((_start.AddSeconds(2), _start.AddSeconds(2)), (resolver.First.At, resolver.Last.At));
        Assert.Equal((3, 1, "1 value"), (resolver.Count, resolver.TxtCount, resolver.Last.Answer));
    }

    [Fact]
    public void Question_that_is_collected_late_is_put_where_it_belongs()
    {
        Register();
        _near.Ask("name");
        _zone.Clock.Advance(TimeSpan.FromSeconds(9));

        Collect();

        Assert.Equal(_start, Assert.Single(Find().Resolvers).First.At);
    }

    [Fact]
    public void Questions_that_are_collected_out_of_order_are_put_in_order()
    {
        var second = new Resolver(_zone, "192.0.2.7");
        Register();
        Publish(Value(1));
        second.Ask("name");
        _zone.Clock.Advance(TimeSpan.FromSeconds(1));
        _near.Ask("name", transport: DnsTransport.Tcp);

        Collect();

        ResolverSummary resolver = Assert.Single(Find().Resolvers);
        Assert.Equal((DnsTransport.Udp, _start), (resolver.First.Transport, resolver.First.At));
        Assert.Equal((DnsTransport.Tcp, 2), (resolver.Last.Transport, resolver.Count));
        Assert.Equal(DnsTransport.Tcp, resolver.LastWithValues!.Transport);
    }

    [Fact]
    public void Expired_value_is_told_from_a_removed_one()
    {
        Register();
        Publish(Value(1, lifetime: 60), Value(2, lifetime: 600));
        At(60, () => _zone.Directory.RemoveExpired());
        At(61, () => Publish());

        Assert.Equal([$"60 Expired {Start(1)}", $"61 Removed {Start(2)}"], Told()[^2..]);
    }

    [Fact]
    public void Value_that_only_stays_is_told_once_and_one_published_again_twice()
    {
        Register();
        Publish(Value(1, lifetime: 60), Value(2, lifetime: 60));
        At(1, () => Publish(Value(1, lifetime: 59), Value(2, lifetime: 60)));

        string[] published = [$"0 Published {Start(1)}", $"0 Published {Start(2)}", $"1 Published {Start(2)}"];
        Assert.Equal(published, Told()[1..]);
    }

    [Fact]
    public void No_more_than_the_start_of_a_value_is_told()
    {
        Register();
        Publish(Value(1));

        Assert.Equal(A.Digest(1).Text[..6], Find().Events[^1].ValueStart);
    }

    [Fact]
    public void Changed_credentials_are_told_and_unchanged_ones_are_not()
    {
        LiveValue[] values = [Value(1)];
        Register();
        At(1, () => Apply(values, A.Credential(1)));
        At(2, () => Apply(values, A.Credential(1), A.Credential(2)));
        At(3, () => Apply(values, A.Credential(1), A.Credential(2, key: "another")));
        At(4, () => Apply(values, A.Credential(1) with { IsEnabled = false }, A.Credential(2, key: "another")));

        Assert.Equal(["2 CredentialsChanged", "3 CredentialsChanged", "4 CredentialsChanged"], Told()[2..]);
    }

    [Fact]
    public void Timeline_of_a_deleted_name_ends_with_its_deletion()
    {
        Register();
        At(1, () => _zone.Directory.Apply(A.Stored("name", 9) with { DeletedAt = _zone.Clock.GetUtcNow() }));
        At(2, () => _near.Ask("name"));

        Assert.Equal(["0 Registered", "1 Deleted"], Told());
    }

    [Fact]
    public void Values_of_a_name_that_another_process_registered_are_told_after_the_registration()
    {
        _zone.Clock.Advance(TimeSpan.FromSeconds(5));
        Apply([Value(1)], A.Credential(1));

        Assert.Equal(["0 Registered", $"5 Published {Start(1)}"], Told());
    }

    private void Register() => Apply([], A.Credential(1));

    private void Apply(LiveValue[] values, params Credential[] credentials) => _zone.Directory.Apply(
        A.Stored("name", ++_revision, credentials) with { CreatedAt = _start, Values = values });

    private void Publish(params LiveValue[] values) => _zone.Directory.ApplyValues(Name, ++_revision, values);

    /// <summary>Does something so many seconds after the start, and collects what was asked.</summary>
    private void At(int second, Action act)
    {
        _zone.Clock.Advance(_start.AddSeconds(second) - _zone.Clock.GetUtcNow());
        act();
        Collect();
    }

    private void Collect() => _zone.Questions.Collect();

    private SubdomainTimeline Find() => _zone.Timeline.Find(Name)!;

    private string[] Told() => [.. Find().Events.Select(Tell)];

    private string Tell(TimelineEvent happened)
    {
        string second = (happened.At - _start).TotalSeconds.ToString(CultureInfo.InvariantCulture);
        object?[] words = [second, happened.Kind, happened.ValueStart, happened.Resolver, happened.Question?.Answer];
        return string.Join(' ', words.Where(word => word is not null));
    }

    private static string Start(int digest) => A.Digest(digest).Text[..6];

    private LiveValue Value(int digest, int lifetime = 600) =>
        new(A.Digest(digest), A.Uuid(1), digest, _zone.Clock.GetUtcNow().AddSeconds(lifetime));
}
