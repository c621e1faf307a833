using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace ValidationZone.Server.Hosting;

/// <summary>Has Kestrel take its buffers from the pool that the whole process shares.</summary>
/// <remarks>
/// Kestrel's own pool keeps every buffer that was ever in use and lets go of them over many minutes. After a flood of
/// connections that is memory for nothing; the shared pool keeps a few dozen, and the garbage collector has the rest.
/// </remarks>
internal sealed class SharedMemoryPools : IMemoryPoolFactory<byte>
{
    /// <inheritdoc/>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new SharedMemoryPool();
}
