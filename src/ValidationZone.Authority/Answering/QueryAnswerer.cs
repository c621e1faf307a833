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
                context.Counters.CountReply(Rcode.FormErr, hasAnswer: false);
                return WriteHeaderOnly(query.Header, Rcode.FormErr, MessageHeader.RecursionDesiredFlag, response);

            // No flag comes back: what the flags mean is for the opcode to say, and this one is unknown here.
            case ParseOutcome.NotImp:
                context.Counters.CountReply(Rcode.NotImp, hasAnswer: false);
                return WriteHeaderOnly(query.Header, Rcode.NotImp, copiedFlags: 0, response);

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

        // Starting over leaves nothing behind of the reply that failed half-way.
        var sections = new ResponseSections(query, response, ResponseLimit.For(query, context, _options), _zone);
        context.Counters.CountReply(Rcode.ServFail, hasAnswer: false);
        return sections.Finish(query, new Verdict(Rcode.ServFail), _options);
    }

    private int AnswerQuestion(in Query query, bool isBadVersion, Span<byte> response, in QueryContext context)
    {
        var sections = new ResponseSections(query, response, ResponseLimit.For(query, context, _options), _zone);
        // No records with BADVERS: what another version means by the question is not known here.
        Verdict verdict = isBadVersion ? new Verdict(Rcode.BadVers) : Decide(ref sections, query);
        if (sections.IsTruncated)
            context.Counters.CountTruncated();

        context.Counters.CountReply(verdict.Rcode, sections.HasAnswer);
        return sections.Finish(query, verdict, _options);
    }

    private Verdict Decide(ref ResponseSections sections, in Query query)
    {
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

    /// <summary>A reply of twelve octets, for a request whose question cannot be repeated with confidence.</summary>
    private static int WriteHeaderOnly(MessageHeader request, Rcode rcode, ushort copiedFlags, Span<byte> response)
    {
        int kept = request.Flags & (MessageHeader.OpcodeMask | copiedFlags);
        new MessageHeader
        {
            Id = request.Id,
            Flags = (ushort)(MessageHeader.ResponseFlag | kept | (ushort)rcode),
        }.Write(response);
        return MessageHeader.LengthInOctets;
    }
}
