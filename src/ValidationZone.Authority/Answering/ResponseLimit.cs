using ValidationZone.Wire;

namespace ValidationZone.Authority.Answering;

/// <summary>How long a reply may be.</summary>
internal static class ResponseLimit
{
    /// <summary>What every asker takes over UDP, and what smaller EDNS sizes are read as (RFC 6891 §6.2.3, §6.2.5).</summary>
    internal const int SmallestUdp = 512;

    /// <summary>The longest reply to a request, in octets.</summary>
    internal static int For(in Query query, in QueryContext context, AnswererOptions options)
    {
        if (context.Transport != DnsTransport.Udp)
            return ushort.MaxValue;

        int asked = query.HasEdns ? query.UdpPayloadSize : SmallestUdp;
        return Math.Clamp(asked, SmallestUdp, options.MaxUdpPayloadSize);
    }
}
