using System.Text;
using ValidationZone.Authority.Zone;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Answering;

/// <summary>The way in: request octets to response octets.</summary>
/// <remarks>Safe for any number of threads. Allocates nothing, locks nothing, and does not throw for any input.</remarks>
public sealed class QueryAnswerer
{
    /// <summary>The shortest response buffer that <see cref="Answer"/> takes for <see cref="DnsTransport.Udp"/>.</summary>
    public const int UdpResponseCapacity = 1232;

    /// <summary>The shortest response buffer that <see cref="Answer"/> takes for streams.</summary>
    public const int StreamResponseCapacity = ushort.MaxValue;

    private readonly ServedZone _zone;
    private readonly AnswererOptions _options;
    private readonly IdentityAnswer _identity;
    private readonly EdnsResponse _edns;

    /// <summary>Makes an answerer for a zone.</summary>
    /// <param name="zone">The one zone that is answered for.</param>
    /// <param name="options">What the operator chose.</param>
    /// <exception cref="ArgumentOutOfRangeException">The UDP payload size is not 512 to 1232.</exception>
    public QueryAnswerer(ServedZone zone, AnswererOptions options)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxUdpPayloadSize, ResponseLimit.SmallestUdp, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxUdpPayloadSize, UdpResponseCapacity, nameof(options));
        _zone = zone;
        _options = options;
        _identity = new IdentityAnswer(options);
        _edns = new EdnsResponse(options, Encoding.UTF8.GetBytes(options.Identity ?? ""));
    }

    /// <summary>Answers one request.</summary>
    /// <param name="request">One whole message.</param>
    /// <param name="response">Where the reply goes; must not overlap the request.</param>
    /// <param name="context">What carried the request, and who counts it.</param>
    /// <returns>The length of the reply in octets; 0 means silence.</returns>
    public int Answer(ReadOnlySpan<byte> request, Span<byte> response, in QueryContext context)
    {
        // Counted before anything can go wrong: requests minus replies is what was met with silence.
        context.Counters.CountRequest();
        ParseOutcome outcome = QueryParser.Parse(request, out Query query);
        switch (outcome)
        {
            case ParseOutcome.Ignore:
                context.Counters.CountIgnored();
                return 0;

            // Not larger than the request, so that forged sources gain nothing by it.
            case ParseOutcome.FormErr:
                return Reject(query.Header, Rcode.FormErr, MessageHeader.RecursionDesiredFlag, response, context);

            // No flag comes back: what the flags mean is for the opcode to say, and this one is unknown here.
            case ParseOutcome.NotImp:
                return Reject(query.Header, Rcode.NotImp, copiedFlags: 0, response, context);

            default:
                return AnswerQuestion(query, outcome == ParseOutcome.BadVers, response, context);
        }
    }

    /// <summary>Writes SERVFAIL with the request's question, for a loop that caught an exception.</summary>
    /// <param name="request">The request that was being answered.</param>
    /// <param name="response">Where the reply goes; whatever is there already is overwritten.</param>
    /// <param name="context">What carried the request, and who counts it.</param>
    /// <returns>The length of the reply in octets; 0 when the request is not one to reply to.</returns>
    public int AnswerFailure(ReadOnlySpan<byte> request, Span<byte> response, in QueryContext context)
    {
        // Counted even when no reply is made: each fault is a bug that the operator is told of.
        context.Counters.CountFault();
        if (QueryParser.Parse(request, out Query query) != ParseOutcome.Query)
            return 0;

        // Starting over leaves nothing behind of the reply that failed half-way. The options are left unread: they may
        // be what the exception was about.
        context.Counters.CountReply(Rcode.ServFail, hasAnswer: false);
        EdnsRequest nothing = default;
        ResponseSections sections = Begin(query, response, nothing, context);
        return Finish(ref sections, query, new Verdict(Rcode.ServFail), nothing, context);
    }

    private int AnswerQuestion(in Query query, bool isBadVersion, Span<byte> response, in QueryContext context)
    {
        // What another version means by its options and its question is not known here: BADVERS holds no records.
        EdnsRequest edns = default;
        if (query.HasEdns && !isBadVersion)
            edns = EdnsRequest.Read(query, context, _zone.Clock, _options.Cookies);

        ResponseSections sections = Begin(query, response, edns, context);
        Verdict verdict = isBadVersion ? new Verdict(Rcode.BadVers) : Decide(ref sections, query, edns);
        if (sections.IsTruncated)
            context.Counters.CountTruncated();

        context.Counters.CountReply(verdict.Rcode, sections.HasAnswer);
        LimitDecision decision = ReplyLimit.Weigh(
            context, edns.Cookie, ReplyLimit.Classify(verdict, sections.HasAnswer));
        if (decision == LimitDecision.Truncate)
        {
            // An identifier may be several times as long as the shortest question.
            edns.ForgoIdentifier();
            verdict = Shorten(ref sections, verdict, edns.Cookie);
        }

        bool isDropped = decision == LimitDecision.Drop;
        if (context.Samples is not null && QuestionSampling.IsDue(sections, verdict))
            QuestionSampling.Note(sections, query, verdict, isDropped, _zone, context);

        return isDropped ? 0 : Finish(ref sections, query, verdict, edns, context);
    }

    private static Verdict Shorten(ref ResponseSections sections, Verdict verdict, CookieStatus cookie)
    {
        Verdict shortened = ReplyLimit.Shorten(verdict, cookie);
        if (shortened.Rcode == Rcode.BadCookie)
            sections.Clear();
        else
            sections.Truncate();

        return shortened;
    }

    private ResponseSections Begin(
        in Query query, Span<byte> response, in EdnsRequest edns, in QueryContext context)
    {
        int limit = ResponseLimit.For(query, context, _options);
        return new ResponseSections(query, response, limit, query.HasEdns ? _edns.Measure(edns) : 0, _zone);
    }

    private int Finish(
        ref ResponseSections sections, in Query query, Verdict verdict, in EdnsRequest edns, in QueryContext context)
    {
        if (query.HasEdns)
            _edns.Append(ref sections.OpenAdditional(), query, verdict, edns, context);

        return sections.Finish(query, verdict);
    }

    private Verdict Decide(ref ResponseSections sections, in Query query, in EdnsRequest edns)
    {
        if (edns.IsMalformed)
            return new Verdict(Rcode.FormErr);

        if (query.Question.IsEmpty)
            return AnswerCookieAlone(edns);

        // Class before type: a type such as AXFR means nothing in a class that is not served.
        if (query.QClass == RecordClass.Chaos)
            return _identity.Write(ref sections, query);

        if (query.QClass != RecordClass.Internet)
            return Verdict.Refused;

        return query.QType switch
        {
            // These types are never data (RFC 6895 §3.1, RFC 9824 §3.5): asking for them is a mistake.
            RecordType.Opt or RecordType.Tkey or RecordType.Tsig or RecordType.NxName =>
                new Verdict(Rcode.FormErr, ExtendedError: ExtendedErrorCode.InvalidQueryType),

            // Transfers are not offered: the zone's names are nobody's to list.
            RecordType.Axfr or RecordType.Ixfr => Verdict.Refused with { ExtendedError = ExtendedErrorCode.Prohibited },

            // Obsolete questions for several types at once.
            RecordType.MailA or RecordType.MailB => new Verdict(Rcode.NotImp),
            _ => AnswerSections.Write(ref sections, query, _zone),
        };
    }

    /// <summary>Answers who asks for a cookie and nothing else, or wants to know whether its own is good (RFC 7873 §5.4).</summary>
    private static Verdict AnswerCookieAlone(in EdnsRequest edns) => edns.Cookie switch
    {
        CookieStatus.ClientOnly or CookieStatus.Valid => new Verdict(Rcode.NoError),
        CookieStatus.Invalid => new Verdict(Rcode.BadCookie),
        _ => new Verdict(Rcode.FormErr),
    };

    /// <summary>Replies in twelve octets to a request whose question cannot be repeated with confidence.</summary>
    private static int Reject(
        MessageHeader request, Rcode rcode, ushort copiedFlags, Span<byte> response, in QueryContext context)
    {
        context.Counters.CountReply(rcode, hasAnswer: false);
        if (ReplyLimit.Weigh(context, CookieStatus.Absent, ReplyClass.Rejected) == LimitDecision.Drop)
            return 0;

        int kept = request.Flags & (MessageHeader.OpcodeMask | copiedFlags);
        new MessageHeader
        {
            Id = request.Id,
            Flags = (ushort)(MessageHeader.ResponseFlag | kept | (ushort)rcode),
        }.Write(response);
        return MessageHeader.LengthInOctets;
    }
}
