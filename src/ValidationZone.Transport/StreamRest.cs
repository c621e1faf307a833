namespace ValidationZone.Transport;

/// <summary>What stands at the front of a stream's unread octets.</summary>
internal enum StreamRest : byte
{
    /// <summary>The beginning of a message, or nothing: more input is needed.</summary>
    Incomplete,

    /// <summary>Perhaps whole messages, left for after the replies so far are sent.</summary>
    Unexamined,

    /// <summary>A length prefix that no message can have.</summary>
    Broken,
}
