namespace ValidationZone.Authority.Answering;

/// <summary>What becomes of a reply.</summary>
internal enum LimitDecision : byte
{
    /// <summary>It is sent as it is.</summary>
    Send,

    /// <summary>It is cut short with TC: a real asker comes again over TCP, a forged address gets little.</summary>
    Truncate,

    /// <summary>It is not sent.</summary>
    Drop,
}
