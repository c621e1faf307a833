using ValidationZone.Accounts;
using ValidationZone.Accounts.Timeline;

namespace ValidationZone.Server.Api.V1.Replies;

/// <summary>What happened to a subdomain, as far as it is remembered.</summary>
internal sealed record TimelineReply
{
    /// <summary>The subdomain.</summary>
    public required string Subdomain { get; init; }

    /// <summary>Changes and questions, oldest first.</summary>
    public required IReadOnlyList<TimelineEventReply> Events { get; init; }

    /// <summary>Who asked, in the order of the last question.</summary>
    public required IReadOnlyList<ResolverReply> Resolvers { get; init; }

    /// <summary>How many older changes made room for newer ones.</summary>
    public required long ForgottenEvents { get; init; }

    /// <summary>How many resolvers made room for others.</summary>
    public required long ForgottenResolvers { get; init; }

    /// <summary>What is told of a timeline; nothing has happened where there is none.</summary>
    internal static TimelineReply Of(Subdomain subdomain, SubdomainTimeline? timeline) => new()
    {
        Subdomain = subdomain.Text,
        Events = [.. (timeline?.Events ?? []).Select(TimelineEventReply.Of)],
        Resolvers = [.. (timeline?.Resolvers ?? []).Select(ResolverReply.Of)],
        ForgottenEvents = timeline?.ForgottenEvents ?? 0,
        ForgottenResolvers = timeline?.ForgottenResolvers ?? 0,
    };
}
