namespace ValidationZone.Wire;

/// <summary>EDNS options that this server reads or writes by name (RFC 6891 §6.1.2).</summary>
public enum EdnsOptionCode : ushort
{
    /// <summary>The server's identifier (RFC 5001).</summary>
    Nsid = 3,

    /// <summary>A DNS cookie (RFC 7873).</summary>
    Cookie = 10,

    /// <summary>How long the server keeps an idle stream open (RFC 7828).</summary>
    TcpKeepalive = 11,

    /// <summary>Octets without meaning, against guessing a message from its length (RFC 7830).</summary>
    Padding = 12,

    /// <summary>Why an answer is an error, beyond its RCODE (RFC 8914).</summary>
    ExtendedError = 15,
}
