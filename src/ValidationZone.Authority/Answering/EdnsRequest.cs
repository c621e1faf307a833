using System.Buffers.Binary;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Answering;

/// <summary>What the EDNS options of one request ask for. Unknown options are passed over (RFC 6891 §6.1.2).</summary>
internal ref struct EdnsRequest
{
    /// <summary>
    /// When the request came, in seconds since 1970, modulo 2^32; 0 without a COOKIE option, which alone has a time.
    /// </summary>
    internal uint Now { get; private set; }

    /// <summary>What the first COOKIE option amounts to; later ones are not looked at (RFC 7873 §5.2).</summary>
    internal CookieStatus Cookie { get; private set; }

    /// <summary>That option's octets.</summary>
    internal ReadOnlySpan<byte> CookieOption { get; private set; }

    /// <summary>Whether the server's identifier is asked for (RFC 5001 §2.1).</summary>
    internal bool WantsNsid { get; private set; }

    /// <summary>Whether a stream's idle time is asked for (RFC 7828 §3.2.1).</summary>
    internal bool WantsKeepalive { get; private set; }

    /// <summary>Whether the asker hides lengths, and the reply should too (RFC 7830 §4).</summary>
    internal bool WantsPadding { get; private set; }

    /// <summary>Whether an option has a form that it cannot have: the reply is FORMERR.</summary>
    internal bool IsMalformed { get; private set; }

    /// <summary>Reads the options of a request.</summary>
    /// <param name="query">The request, whose options are known to be well formed as a list.</param>
    /// <param name="context">What carried it: some options mean something on streams only.</param>
    /// <param name="clock">Tells how old a cookie is; not asked when there is none.</param>
    /// <param name="secrets">What cookies are checked with; <see langword="null"/> leaves cookies unread.</param>
    internal static EdnsRequest Read(
        scoped in Query query, scoped in QueryContext context, TimeProvider clock, CookieSecrets? secrets)
    {
        EdnsRequest request = default;
        ReadOnlySpan<byte> rest = query.EdnsOptions;
        while (!rest.IsEmpty)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            ReadOnlySpan<byte> value = rest.Slice(EdnsOptions.HeaderLengthInOctets, length);
            var code = (EdnsOptionCode)BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (code != EdnsOptionCode.Cookie)
                request.Take(code, value, context.Transport);
            else if (secrets is not null && request.Cookie == CookieStatus.Absent)
                request.TakeCookie(value, context.ClientAddress, clock, secrets);

            rest = rest[(EdnsOptions.HeaderLengthInOctets + length)..];
        }

        return request;
    }

    /// <summary>Leaves the identifier out of the reply, which may be going to a forged address.</summary>
    internal void ForgoIdentifier() => WantsNsid = false;

    private void TakeCookie(
        ReadOnlySpan<byte> value, ReadOnlySpan<byte> address, TimeProvider clock, CookieSecrets secrets)
    {
        // Without an address there is nothing to bind a cookie to, so none is given out.
        if (address.IsEmpty)
            return;

        Now = (uint)clock.GetUtcNow().ToUnixTimeSeconds();
        Cookie = ServerCookie.Check(value, address, Now, secrets);
        CookieOption = value;
        IsMalformed |= Cookie == CookieStatus.Malformed;
    }

    private void Take(EdnsOptionCode code, ReadOnlySpan<byte> value, DnsTransport transport)
    {
        switch (code)
        {
            case EdnsOptionCode.Nsid:
                WantsNsid = true;
                break;

            // A client sends it empty (RFC 7828 §3.2.1), and never in a datagram, where it is passed over (§3.3.1).
            case EdnsOptionCode.TcpKeepalive when transport != DnsTransport.Udp:
                WantsKeepalive = true;
                IsMalformed |= !value.IsEmpty;
                break;

            // Padding helps nobody whose octets can be read (RFC 7830 §6).
            case EdnsOptionCode.Padding when transport == DnsTransport.Tls:
                WantsPadding = true;
                break;

            default:
                break;
        }
    }
}
