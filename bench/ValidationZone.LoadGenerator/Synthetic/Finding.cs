namespace ValidationZone.LoadGenerator.Synthetic;

/// <summary>What the check of a reply has found.</summary>
internal enum Finding
{
    /// <summary>Everything is as it must be.</summary>
    Right,

    /// <summary>It is shorter than a header, or ends inside a record.</summary>
    BrokenMessage,

    /// <summary>No question with this ID waits: it came late, or twice.</summary>
    Unexpected,

    /// <summary>The question is not the one that was asked, bit for bit.</summary>
    OtherQuestion,

    /// <summary>The reply was cut short.</summary>
    Truncated,

    /// <summary>The response code is not that of the name.</summary>
    OtherRcode,

    /// <summary>There are more or fewer records than there must be.</summary>
    OtherCount,

    /// <summary>A record is not one of the name, or is there twice.</summary>
    OtherValue,

    /// <summary>The HTTP status is not the one expected.</summary>
    OtherStatus,

    /// <summary>The HTTP body is not the one expected.</summary>
    OtherBody,

    /// <summary>What was published is not to be seen in DNS.</summary>
    NotVisible,
}
