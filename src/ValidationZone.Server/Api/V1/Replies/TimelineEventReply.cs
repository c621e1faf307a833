using System.Text.Json;
using System.Text.Json.Serialization;
using ValidationZone.Accounts.Timeline;

namespace ValidationZone.Server.Api.V1.Replies;

/// <summary>One thing that happened to a subdomain.</summary>
internal sealed record TimelineEventReply
{
    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <summary>What, in one word.</summary>
    public required string Event { get; init; }

    /// <summary>The first characters of the value that it happened to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ValueStart { get; init; }

    /// <summary>The address of the resolver that asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Resolver { get; init; }

    /// <summary>What was asked and answered.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public QuestionReply? Question { get; init; }

    /// <summary>What is told of an event.</summary>
    internal static TimelineEventReply Of(TimelineEvent happened) => new()
    {
        At = happened.At.UtcDateTime,
        Event = JsonNamingPolicy.SnakeCaseLower.ConvertName(happened.Kind.ToString()),
        ValueStart = happened.ValueStart,
        Resolver = happened.Resolver?.ToString(),
        Question = happened.Question is { } question ? QuestionReply.Of(question) : null,
    };
}
