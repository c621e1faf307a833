namespace ValidationZone.Authority.Answering;

/// <summary>What the COOKIE option of a request amounts to (RFC 7873 §5.2).</summary>
internal enum CookieStatus : byte
{
    /// <summary>There is none.</summary>
    Absent,

    /// <summary>Its length is not one that a cookie can have: the request is malformed.</summary>
    Malformed,

    /// <summary>Only the client's half: the asker does not know ours yet.</summary>
    ClientOnly,

    /// <summary>Our half is not ours, not for this address, or not of this time; treated as if it were not there.</summary>
    Invalid,

    /// <summary>Our half is right: the asker really is at the address that it asks from.</summary>
    Valid,
}
