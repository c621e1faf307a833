namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>Which zones are signed, under the names of its JSON.</summary>
internal sealed record CheckedDnssec(string Production, string Validation);
