namespace ValidationZone.Wire;

/// <summary>INFO-CODE values of an extended DNS error (RFC 8914 §4).</summary>
public enum ExtendedErrorCode : ushort
{
    /// <summary>Not ready: the server is up, its data is not.</summary>
    NotReady = 14,

    /// <summary>Prohibited: this request is not permitted from here.</summary>
    Prohibited = 18,

    /// <summary>Not authoritative: the question is about a zone not served here.</summary>
    NotAuthoritative = 20,

    /// <summary>Invalid query type: a type that can only live in other places (RFC 9824 §3.5).</summary>
    InvalidQueryType = 30,
}
