namespace ValidationZone.EndToEnd.Tests.Oracles;

/// <summary>A zone that a server is told to serve, and the file its records come from.</summary>
internal sealed record HostedZone(string Apex, string File);
