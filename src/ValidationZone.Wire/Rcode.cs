namespace ValidationZone.Wire;

/// <summary>How a request ended (RFC 6895 §2.3). Values above 15 need an OPT record to be carried.</summary>
public enum Rcode : ushort
{
    /// <summary>The request was understood; the answer may still be empty (NODATA).</summary>
    NoError = 0,

    /// <summary>The request is not a well-formed message.</summary>
    FormErr = 1,

    /// <summary>The server cannot answer now; nothing is said about the name.</summary>
    ServFail = 2,

    /// <summary>The name does not exist, and nothing exists below it (RFC 8020 §2).</summary>
    NxDomain = 3,

    /// <summary>The kind of request is not implemented.</summary>
    NotImp = 4,

    /// <summary>The server will not answer this for reasons of policy.</summary>
    Refused = 5,

    /// <summary>The EDNS version is not implemented.</summary>
    BadVers = 16,

    /// <summary>The server wants to see its own cookie first (RFC 7873 §5.2.3).</summary>
    BadCookie = 23,
}
