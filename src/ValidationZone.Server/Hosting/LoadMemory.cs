using System.Runtime;

namespace ValidationZone.Server.Hosting;

/// <summary>How the collector works while the table is filled, and what it gives back at the end.</summary>
/// <remarks>
/// While nobody waits for an answer, pauses do no harm, and a collection beside the load costs more than one that stops
/// it. What is loaded stays: it is packed once, and the memory of what was read goes back to the system.
/// </remarks>
internal sealed class LoadMemory : IDisposable
{
    private readonly GCLatencyMode _before = GCSettings.LatencyMode;

    /// <summary>Begins a load.</summary>
    internal LoadMemory() => GCSettings.LatencyMode = GCLatencyMode.Batch;

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GCSettings.LatencyMode = _before;
    }
}
