namespace ValidationZone.Server.Tests;

/// <summary>Tests that measure, and so run while no other does.</summary>
[CollectionDefinition(nameof(QuietGroup), DisableParallelization = true)]
public sealed class QuietGroup;
