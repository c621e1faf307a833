namespace ValidationZone.Delegation.Asking;

/// <summary>How a question ended.</summary>
internal enum AskOutcome
{
    /// <summary>There is a reply.</summary>
    Answered,

    /// <summary>Nothing came that belongs to the question.</summary>
    Silent,

    /// <summary>A reply came that cannot be read.</summary>
    Malformed,

    /// <summary>This machine has no way to the address, or may not use it; it says nothing about the server.</summary>
    Unreachable,

    /// <summary>The budget was spent before the question was answered; it says nothing about the server.</summary>
    Exhausted,
}
