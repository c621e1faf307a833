namespace ValidationZone.Accounts.Timeline;

/// <summary>What happened to a subdomain, as far as it is remembered. Immutable.</summary>
/// <param name="Subdomain">The subdomain.</param>
/// <param name="Events">Changes and questions, oldest first.</param>
/// <param name="Resolvers">Who asked, in the order of the last question.</param>
/// <param name="ForgottenEvents">How many older changes made room for newer ones.</param>
/// <param name="ForgottenResolvers">How many resolvers made room for others; one that comes back counts anew.</param>
public sealed record SubdomainTimeline(
    Subdomain Subdomain,
    IReadOnlyList<TimelineEvent> Events,
    IReadOnlyList<ResolverSummary> Resolvers,
    long ForgottenEvents,
    long ForgottenResolvers);
