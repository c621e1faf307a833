namespace ValidationZone.Tests.Support.Fuzz;

/// <summary>What holds for the reply to any octets whatever.</summary>
public static class ReplyInvariants
{
    private const int HeaderLength = 12;
    private const int UdpLimit = 1232;

    private static readonly HashSet<string> Rcodes =
        ["NOERROR", "FORMERR", "NXDOMAIN", "NOTIMP", "REFUSED", "NOTAUTH", "BADVERS", "BADCOOKIE", "RCODE23"];

    /// <summary>Whether these octets are nothing to reply to: no whole header, or a reply themselves.</summary>
    public static bool CallForSilence(ReadOnlySpan<byte> request) =>
        request.Length < HeaderLength || (request[2] & 0x80) != 0;

    /// <summary>Whether a reply says that there is something wrong with the request.</summary>
    public static bool IsError(ReadOnlySpan<byte> reply) =>
        !reply.IsEmpty && DnsReply.Parse(reply).Rcode is not ("NOERROR" or "NXDOMAIN");

    /// <summary>Says which invariant a reply breaks; <see langword="null"/> when it breaks none.</summary>
    public static string? FindBreach(ReadOnlySpan<byte> request, ReadOnlySpan<byte> octets, bool isDatagram)
    {
        if (CallForSilence(request))
            return octets.IsEmpty ? null : "a reply to what is no request";

        if (octets.IsEmpty)
            return "silence";

        DnsReply reply;
        try
        {
            reply = DnsReply.Parse(octets);
        }
        catch (MalformedMessageException exception)
        {
            return $"a malformed reply: {exception.Message}";
        }

        return FindWrongHeader(request, octets, reply) ?? FindWrongContent(request, octets, reply, isDatagram);
    }

    private static string? FindWrongHeader(ReadOnlySpan<byte> request, ReadOnlySpan<byte> octets, DnsReply reply)
    {
        if (!octets[..2].SequenceEqual(request[..2]))
            return "another ID";

        if ((octets[2] & 0xF8) != (0x80 | (request[2] & 0x78)))
            return "QR or the opcode is wrong";

        if ((octets[3] & 0xE0) != 0)
            return "RA, Z or AD is set";

        return Rcodes.Contains(reply.Rcode) ? null : $"RCODE {reply.Rcode}";
    }

    private static string? FindWrongContent(
        ReadOnlySpan<byte> request, ReadOnlySpan<byte> octets, DnsReply reply, bool isDatagram)
    {
        if (!request[HeaderLength..].StartsWith(reply.Question.Span))
            return "another question";

        if (isDatagram && octets.Length > Math.Max(UdpLimit, request.Length))
            return $"{octets.Length} octets over UDP";

        if (reply.IsTruncated && (!isDatagram || reply.Answer.Count + reply.Authority.Count > 0))
            return "TC over a stream, or beside records";

        bool isError = reply.Rcode is not ("NOERROR" or "NXDOMAIN");
        if (isError && (reply.Answer.Count + reply.Authority.Count + reply.Additional.Count > 0))
            return "records in an error";

        // An OPT record goes only to those who sent one (RFC 6891 §7): its type must be somewhere in the request.
        bool mayHaveOpt = request.IndexOf([(byte)0, (byte)41]) >= 0;
        return reply.Edns is null || mayHaveOpt ? null : "an OPT record nobody asked for";
    }
}
