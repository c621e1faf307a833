using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ValidationZone.Authority.Answering;

namespace ValidationZone.Transport.Interop;

/// <summary>The buffers of one UDP socket, filled and sent many at a time.</summary>
/// <remarks>
/// For one thread. The buffers are native memory that never moves, so that nothing is pinned and the garbage collector
/// has nothing to look at. A reply goes back to where its request came from, and from the address that was asked.
/// </remarks>
internal sealed unsafe class DatagramBatch : IDisposable
{
    /// <summary>How many datagrams one call takes at most.</summary>
    internal const int Capacity = 64;

    private const int CacheLine = 64;

    // The longest datagram there is. Only the pages that datagrams really reach are ever in memory. The odd line at
    // the end puts the beginnings of neighbours into different sets of the processor's cache.
    private const int RequestStride = ushort.MaxValue + 1 + CacheLine;
    private const int ResponseStride = (QueryAnswerer.UdpResponseCapacity / CacheLine * CacheLine) + (3 * CacheLine);

    // struct sockaddr_in6 has 28 octets, the control message with struct in6_pktinfo has 40.
    private const int NameStride = 32;
    private const int ControlStride = 64;
    private const int LongestName = 28;

    private const int TruncatedFlag = 0x20;

    private readonly byte* _requests = Allocate(Capacity * RequestStride);
    private readonly byte* _responses = Allocate(Capacity * ResponseStride);
    private readonly byte* _names = Allocate(Capacity * NameStride);
    private readonly byte* _controls = Allocate(Capacity * ControlStride);
    private readonly BatchEntry* _received = (BatchEntry*)Allocate(Capacity * sizeof(BatchEntry));
    private readonly BatchEntry* _replies = (BatchEntry*)Allocate(Capacity * sizeof(BatchEntry));
    private readonly BatchBuffer* _buffers = (BatchBuffer*)Allocate(2 * Capacity * sizeof(BatchBuffer));
    private readonly bool _isIPv4;
    private readonly nuint _controlLength;
    private int _receivedCount = Capacity;
    private int _replyCount;
    private bool _isDisposed;

    /// <summary>Makes the buffers.</summary>
    /// <param name="family">Of the socket.</param>
    /// <param name="hasPacketInfo">Whether the socket tells which of our addresses was asked.</param>
    internal DatagramBatch(AddressFamily family, bool hasPacketInfo)
    {
        _isIPv4 = family == AddressFamily.InterNetwork;
        _controlLength = hasPacketInfo ? (nuint)ControlStride : 0;

        // SAFETY: all of it is this object's own memory, as large as the strides say, and freed in Dispose only.
        for (int i = 0; i < Capacity; i++)
        {
            _buffers[i] = new BatchBuffer { Start = _requests + (i * RequestStride), Length = ushort.MaxValue };
            _buffers[Capacity + i] = new BatchBuffer { Start = _responses + (i * ResponseStride) };
            _received[i] = new BatchEntry
            {
                Name = _names + (i * NameStride),
                Buffers = _buffers + i,
                BufferCount = 1,
                Control = hasPacketInfo ? _controls + (i * ControlStride) : null,
            };
            _replies[i] = new BatchEntry { Buffers = _buffers + Capacity + i, BufferCount = 1 };
        }
    }

    /// <summary>Where the next reply is to be written; <see cref="Queue"/> takes it.</summary>
    // SAFETY: at most one reply for each request is queued, so the slot is one of ours; nothing else writes there.
    internal Span<byte> Response => new(_responses + (_replyCount * ResponseStride), QueryAnswerer.UdpResponseCapacity);

    /// <summary>Waits for at least one datagram, then takes as many as are ready.</summary>
    /// <returns>How many there are; 0 or negative when the call failed and errno says why.</returns>
    internal int Receive(int socket)
    {
        // The kernel has written lengths over what they were for the datagrams of last time.
        for (int i = 0; i < _receivedCount; i++)
        {
            _received[i].NameLength = LongestName;
            _received[i].ControlLength = _controlLength;
        }

        // SAFETY: the entries and all they point to belong to this object; the kernel writes during the call only.
        int count = LinuxSockets.ReceiveMany(socket, _received, Capacity, LinuxSockets.WaitForOne, timeout: 0);
        _receivedCount = Math.Max(count, 0);
        return count;
    }

    /// <summary>A datagram's octets; empty when it is not all there.</summary>
    internal ReadOnlySpan<byte> Request(int index)
    {
        Debug.Assert(index < _receivedCount, "it was received");
        BatchEntry* entry = _received + index;

        // SAFETY: the kernel has filled this many octets of the slot, which is longer than any datagram.
        return (entry->Flags & TruncatedFlag) != 0
            ? default
            : new ReadOnlySpan<byte>(_requests + (index * RequestStride), (int)entry->Length);
    }

    /// <summary>The port that a datagram came from.</summary>
    internal ushort SourcePort(int index) => BinaryPrimitives.ReadUInt16BigEndian(NameOf(index)[2..]);

    /// <summary>The address that a datagram came from, 4 octets or 16.</summary>
    // Behind family and port: for IPv4 the address, for IPv6 first four octets of flow label.
    internal ReadOnlySpan<byte> SourceAddress(int index) =>
        _isIPv4 ? NameOf(index).Slice(4, 4) : NameOf(index).Slice(8, 16);

    /// <summary>Takes the reply to a datagram.</summary>
    /// <param name="index">Which datagram.</param>
    /// <param name="length">How many octets of <see cref="Response"/> it has.</param>
    internal void Queue(int index, int length)
    {
        Debug.Assert(_replyCount < Capacity, "one reply for each request");
        BatchEntry* request = _received + index;
        BatchEntry* reply = _replies + _replyCount;

        // SAFETY: name and control stay the request's slots, which nothing writes to before the reply is sent.
        _buffers[Capacity + _replyCount].Length = (nuint)length;
        reply->Name = request->Name;
        reply->NameLength = request->NameLength;
        reply->Control = request->Control;
        reply->ControlLength = request->Control is null ? 0 : PrepareControl(request);
        _replyCount++;
    }

    /// <summary>Sends every reply that was queued. One that cannot be sent is left out; the others do not wait for it.</summary>
    internal void Send(int socket)
    {
        int at = 0;
        int flags = 0;
        while (at < _replyCount)
        {
            // SAFETY: as in Receive; the kernel reads during the call only.
            int sent = LinuxSockets.SendMany(socket, _replies + at, (uint)(_replyCount - at), flags);
            if (sent > 0)
            {
                at += sent;
                continue;
            }

            int error = Marshal.GetLastPInvokeError();
            if (error == LinuxSockets.Interrupted)
                continue;

            // No way to that client. And where a link takes nothing, the batch has waited for it once: once is enough.
            at++;
            if (error == LinuxSockets.TryAgain)
                flags = LinuxSockets.DoNotWait;
        }

        _replyCount = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;

        _isDisposed = true;
        Free(_requests);
        Free(_responses);
        Free(_names);
        Free(_controls);
        Free(_received);
        Free(_replies);
        Free(_buffers);
    }

    private static byte* Allocate(int length)
    {
        // SAFETY: owned by the batch that asked for it. Cleared, so that nothing of the process can leak into a reply.
        byte* memory = (byte*)NativeMemory.AlignedAlloc((nuint)length, CacheLine);
        NativeMemory.Clear(memory, (nuint)length);
        return memory;
    }

    private static void Free(void* memory) => NativeMemory.AlignedFree(memory);

    private ReadOnlySpan<byte> NameOf(int index) => new(_names + (index * NameStride), LongestName);

    /// <summary>Turns "this address was asked" into "answer from this address".</summary>
    /// <returns>The length of the control message.</returns>
    private nuint PrepareControl(BatchEntry* request)
    {
        // SAFETY: the kernel has written this many octets into the slot, and the message is longer than what is changed.
        var control = new Span<byte>(request->Control, (int)request->ControlLength);
        PacketInfo.TurnRound(control, _isIPv4);
        return request->ControlLength;
    }
}
