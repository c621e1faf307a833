using ValidationZone.Wire;

namespace ValidationZone.Authority.Answering;

/// <summary>Applies the limiter to a reply: what kind it is, whether it counts, and what a limited one says.</summary>
internal static class ReplyLimit
{
    /// <summary>Counts a reply against its source, unless the source has proved itself or the reply is no datagram.</summary>
    internal static LimitDecision Weigh(in QueryContext context, CookieStatus cookie, ReplyClass replyClass)
    {
        // A valid cookie and a stream both show that the address is not forged (RFC 7873 §5.2.5).
        if (context.Limiter is not { } limiter
            || context.Transport != DnsTransport.Udp
            || cookie == CookieStatus.Valid
            || context.ClientAddress.IsEmpty)
            return LimitDecision.Send;

        LimitDecision decision = limiter.Count(context.ClientAddress, replyClass);
        if (decision == LimitDecision.Truncate)
            context.Counters.CountLimited();
        else if (decision == LimitDecision.Drop)
            context.Counters.CountDropped();

        return decision;
    }

    /// <summary>What kind of reply a verdict makes.</summary>
    internal static ReplyClass Classify(Verdict verdict, bool hasAnswer) => verdict.Rcode switch
    {
        Rcode.NoError when hasAnswer => ReplyClass.Positive,
        Rcode.NoError => ReplyClass.NoData,
        Rcode.NxDomain => ReplyClass.NxDomain,
        Rcode.Refused or Rcode.ServFail => ReplyClass.Declined,
        _ => ReplyClass.Rejected,
    };

    /// <summary>What a limited reply says instead.</summary>
    internal static Verdict Shorten(Verdict verdict, CookieStatus cookie)
    {
        // An asker that speaks cookies comes back with ours, which costs it less than a stream (RFC 7873 §5.2.3).
        if (cookie is CookieStatus.ClientOnly or CookieStatus.Invalid)
            return new Verdict(Rcode.BadCookie);

        // NXDOMAIN without its SOA could be believed in spite of TC; NOERROR and TC together only mean "over TCP".
        return verdict.Rcode == Rcode.NxDomain ? Verdict.Answered : verdict;
    }
}
