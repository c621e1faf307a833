using System.Buffers;

namespace ValidationZone.Server.Hosting;

/// <summary>The pool that the whole process shares, for callers who expect what Kestrel's own pool gives.</summary>
internal sealed class SharedMemoryPool : MemoryPool<byte>
{
    // What Kestrel's buffers are long.
    private const int Least = 4096;

    /// <inheritdoc/>
    public override int MaxBufferSize => Shared.MaxBufferSize;

    /// <inheritdoc/>
    // Asked for nothing in particular, the shared pool gives a buffer without an octet. Kestrel asks so for replies
    // that are written before their headers are sent, and would hand it to whoever writes them.
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => Shared.Rent(Math.Max(minBufferSize, Least));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Others go on using it.
    }
}
