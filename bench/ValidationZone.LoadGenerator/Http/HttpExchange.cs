namespace ValidationZone.LoadGenerator.Http;

/// <summary>A request that is sent again and again, and what its reply must be.</summary>
internal enum HttpExchange
{
    /// <summary><c>POST /update</c> of a new value, whose reply repeats it.</summary>
    Update,

    /// <summary><c>POST /register</c>, whose reply is a new account.</summary>
    Register,

    /// <summary><c>POST /update</c> with a wrong key, whose reply is 401 or 429.</summary>
    BadKey,

    /// <summary><c>POST /</c> without a body, whose reply is 200: the least that Kestrel can do.</summary>
    Empty,
}
