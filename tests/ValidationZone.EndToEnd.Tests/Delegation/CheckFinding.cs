namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>One finding, under the names of its JSON.</summary>
internal sealed record CheckFinding(string Code, string Severity, string Seen, string Why, string Fix);
