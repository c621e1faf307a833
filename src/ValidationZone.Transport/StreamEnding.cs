namespace ValidationZone.Transport;

/// <summary>Why a DNS stream ended.</summary>
public enum StreamEnding : byte
{
    /// <summary>The client closed its side and was sent all its answers.</summary>
    ClientClosed,

    /// <summary>The client took too long to complete a message.</summary>
    Idle,

    /// <summary>A length prefix that no message can have; what follows it cannot be told apart.</summary>
    BrokenFraming,

    /// <summary>The server asked for the end.</summary>
    Stopped,

    /// <summary>
    /// The client left answers unread for too long. The caller cuts the connection off: to close it in good order
    /// would be to wait for the same client again.
    /// </summary>
    Unread,

    /// <summary>Another stream needed its place.</summary>
    Displaced,

    /// <summary>The connection broke.</summary>
    Reset,
}
