namespace ValidationZone.Authority.Answering;

/// <summary>What carried a request, as far as the response depends on it.</summary>
public enum DnsTransport : byte
{
    /// <summary>A datagram: short answers, truncation, one message.</summary>
    Udp,

    /// <summary>A stream with length prefixes.</summary>
    Tcp,

    /// <summary>A stream inside TLS (RFC 7858).</summary>
    Tls,
}
