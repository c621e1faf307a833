using System.Globalization;
using ValidationZone.Authority.Answering;
using ValidationZone.Wire;

namespace ValidationZone.Accounts.Timeline;

/// <summary>A question in 16 bytes, as it waits for somebody to look at the timeline.</summary>
internal readonly struct NotedQuestion
{
    private readonly byte _rcode;
    private readonly byte _values;
    private readonly DnsTransport _transport;
    private readonly QuestionAnswer _answer;

    internal NotedQuestion(in QuestionSample sample, long at)
    {
        At = at;
        QType = sample.QType;
        _rcode = (byte)sample.Rcode;
        _values = sample.Values;
        _transport = sample.Transport;
        _answer = Classify(sample);
    }

    /// <summary>When, in UTC ticks: milliseconds would not tell a datagram from the retry over TCP.</summary>
    internal long At { get; }

    internal RecordType QType { get; }

    internal bool HasValues => _answer == QuestionAnswer.Values;

    internal ResolverQuestion ToQuestion() =>
        new(new DateTimeOffset(At, TimeSpan.Zero), _transport, QType, Describe());

    private static QuestionAnswer Classify(in QuestionSample sample) => sample switch
    {
        // These two first: whatever the answer held, the resolver did not get it.
        { IsDropped: true } => QuestionAnswer.None,
        { IsTruncated: true } => QuestionAnswer.Truncated,
        { Rcode: not Rcode.NoError } => QuestionAnswer.Error,
        { Values: > 0 } => QuestionAnswer.Values,

        // An alias in the answer is no data of the subdomain; only ANY gets something else there (RFC 8482 §4.2).
        { QType: RecordType.Any, HasAnswer: true } => QuestionAnswer.Hinfo,
        _ => QuestionAnswer.NoData,
    };

    private string Describe() => _answer switch
    {
        QuestionAnswer.None => "no reply, rate limit",
        QuestionAnswer.Truncated => "truncated",
        QuestionAnswer.Error => ((Rcode)_rcode).ToString().ToUpperInvariant(),
        QuestionAnswer.Values when _values == 1 => "1 value",
        QuestionAnswer.Values => string.Create(CultureInfo.InvariantCulture, $"{_values} values"),
        QuestionAnswer.Hinfo => "HINFO",
        _ => "NODATA",
    };
}
