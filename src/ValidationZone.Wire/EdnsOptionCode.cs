namespace ValidationZone.Wire;

/// <summary>EDNS options that this server reads or writes by name (RFC 6891 §6.1.2).</summary>
public enum EdnsOptionCode : ushort
{
    /// <summary>The server's identifier.</summary>
    Nsid = 3,

    /// <summary>A DNS cookie.</summary>
    Cookie = 10,

    /// <summary>Why an answer is an error, beyond its RCODE.</summary>
    ExtendedError = 15,
}
