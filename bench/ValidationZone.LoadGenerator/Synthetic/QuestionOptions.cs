using ValidationZone.Wire;

namespace ValidationZone.LoadGenerator.Synthetic;

/// <summary>What is asked.</summary>
internal sealed record QuestionOptions
{
    /// <summary>The top of the zone.</summary>
    internal required DomainName Apex { get; init; }

    /// <summary>How many names there are.</summary>
    internal required long Names { get; init; }

    /// <summary>Of a hundred questions, how many are about a name that does not exist.</summary>
    internal int MissingPercent { get; init; } = 10;

    /// <summary>The longest reply that is taken by EDNS; 0 for questions without EDNS.</summary>
    internal int EdnsSize { get; init; }

    /// <summary>The whole cookie option, code and length in front; empty for none.</summary>
    internal byte[] Cookie { get; init; } = [];

    /// <summary>Whether values other than the first two may be found, because updates are running.</summary>
    internal bool IsChanging { get; init; }

    /// <summary>The length of every reply when the other end only echoes; 0 for a name server.</summary>
    internal int EchoLength { get; init; }
}
