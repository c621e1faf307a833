namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>One name server that was asked, under the names of its JSON.</summary>
internal sealed record CheckedServer(string Zone, string Name, string Address, bool Answers);
