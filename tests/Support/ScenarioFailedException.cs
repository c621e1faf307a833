namespace ValidationZone.Tests.Support;

/// <summary>A reply was not what the scenario says.</summary>
public sealed class ScenarioFailedException(string message) : Exception(message);
