namespace ValidationZone.Delegation.Report;

/// <summary>One address of one name server, and whether it did its work.</summary>
/// <param name="Zone">The zone that it should serve.</param>
/// <param name="Name">The server's name.</param>
/// <param name="Address">Its address; empty when none was found for the name.</param>
/// <param name="Answers">Whether it answered with authority.</param>
public sealed record ServerFact(string Zone, string Name, string Address, bool Answers);
