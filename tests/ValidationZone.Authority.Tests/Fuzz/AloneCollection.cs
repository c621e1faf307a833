namespace ValidationZone.Authority.Tests.Fuzz;

/// <summary>Tests that measure the process: nothing else may run beside them.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
