namespace ValidationZone.Wire;

/// <summary>EDNS options that this server reads or writes by name (RFC 6891 §6.1.2).</summary>
public enum EdnsOptionCode : ushort
{
    /// <summary>The server's identifier.</summary>
    Nsid = 3,

    /// <summary>A DNS cookie.</summary>
    Cookie = 10,

    /// <summary>How long the server keeps an idle stream open.</summary>
    TcpKeepalive = 11,

    /// <summary>Octets without meaning, against guessing a message from its length.</summary>
    Padding = 12,

    /// <summary>Why an answer is an error, beyond its RCODE.</summary>
    ExtendedError = 15,
}
