namespace ValidationZone.Authority.Answering;

/// <summary>What kind of reply is counted: a flood of one kind must not use up what another kind may have.</summary>
internal enum ReplyClass : byte
{
    /// <summary>With records in the answer section.</summary>
    Positive,

    /// <summary>The name exists, the type does not.</summary>
    NoData,

    /// <summary>The name does not exist.</summary>
    NxDomain,

    /// <summary>Not for us, or not now.</summary>
    Declined,

    /// <summary>Not a request that makes sense.</summary>
    Rejected,
}
