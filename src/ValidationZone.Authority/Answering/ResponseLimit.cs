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
        // The size in EDNS speaks of datagrams: on a stream it limits nothing.
        if (context.Transport != DnsTransport.Udp)
            return ushort.MaxValue;

        // Never what the asker alone wants: 65,535 offered with a forged source would make a fine amplifier.
        int asked = query.HasEdns ? query.UdpPayloadSize : SmallestUdp;
        return Math.Clamp(asked, SmallestUdp, options.MaxUdpPayloadSize);
    }
}
