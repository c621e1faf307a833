namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>What a proxy does to one request instead of simply passing it on.</summary>
public enum ProxyFault
{
    /// <summary>Answers 429 and names seven seconds; the server never sees the request.</summary>
    TooManyRequests,

    /// <summary>Answers 503 and names seven seconds; the server never sees the request.</summary>
    Unavailable,

    /// <summary>Answers 502; the server never sees the request.</summary>
    BadGateway,

    /// <summary>Answers 504 because it lost patience, though the server did what was asked.</summary>
    GatewayTimeout,

    /// <summary>Cuts the connection before the server sees the request.</summary>
    CutBefore,

    /// <summary>Cuts the connection after the server did what was asked.</summary>
    CutAfter,

    /// <summary>Answers 200 with a page of its own; the server never sees the request.</summary>
    OwnPage,

    /// <summary>Holds the answer back until it is told to go on, then sends it octet by octet.</summary>
    Slow,
}
