using ValidationZone.Accounts.Timeline;

namespace ValidationZone.Server.Api.V1.Replies;

/// <summary>What one resolver asked.</summary>
internal sealed record ResolverReply
{
    /// <summary>Its address.</summary>
    public required string Address { get; init; }

    /// <summary>Its first question.</summary>
    public required QuestionReply First { get; init; }

    /// <summary>The last one that was answered with values; null for none.</summary>
    public required QuestionReply? LastWithValues { get; init; }

    /// <summary>Its last question.</summary>
    public required QuestionReply Last { get; init; }

    /// <summary>How many questions it asked.</summary>
    public required long Count { get; init; }

    /// <summary>How many of them were for TXT.</summary>
    public required long TxtCount { get; init; }

    /// <summary>What is told of a resolver.</summary>
    internal static ResolverReply Of(ResolverSummary resolver) => new()
    {
        Address = resolver.Address.ToString(),
        First = QuestionReply.Of(resolver.First),
        LastWithValues = resolver.LastWithValues is { } given ? QuestionReply.Of(given) : null,
        Last = QuestionReply.Of(resolver.Last),
        Count = resolver.Count,
        TxtCount = resolver.TxtCount,
    };
}
