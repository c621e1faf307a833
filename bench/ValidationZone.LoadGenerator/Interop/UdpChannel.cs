using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ValidationZone.LoadGenerator.Interop;

/// <summary>A connected UDP socket that sends and receives many datagrams at a time; for one thread.</summary>
internal sealed unsafe class UdpChannel : IDisposable
{
    /// <summary>How many datagrams one call takes at most.</summary>
    internal const int Capacity = 64;

    private const int SlotLength = 4096;
    private const int SocketBufferLength = 4 << 20;
    private const int WaitMilliseconds = 100;

    private readonly Socket _socket;
    private readonly int _handle;
    private readonly byte* _replies = (byte*)NativeMemory.AlignedAlloc(Capacity * SlotLength, 64);
    private readonly MessageEntry* _received = Allocate<MessageEntry>(Capacity);
    private readonly MessageEntry* _sending = Allocate<MessageEntry>(Capacity);
    private readonly MessageBuffer* _buffers = Allocate<MessageBuffer>(2 * Capacity);
    private int _queued;

    /// <summary>Opens the socket.</summary>
    internal UdpChannel(IPEndPoint server)
    {
        _socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = SocketBufferLength,
            SendBufferSize = SocketBufferLength,
            ReceiveTimeout = WaitMilliseconds,
        };
        _socket.Connect(server);
        _handle = (int)_socket.Handle;

        // SAFETY: all of it is this object's own memory, freed in Dispose only.
        for (int i = 0; i < Capacity; i++)
        {
            _buffers[i] = new MessageBuffer { Start = _replies + (i * SlotLength), Length = SlotLength };
            _received[i] = new MessageEntry { Buffers = _buffers + i, BufferCount = 1 };
            _sending[i] = new MessageEntry { Buffers = _buffers + Capacity + i, BufferCount = 1 };
        }
    }

    /// <summary>Whether the next <see cref="Queue"/> has room.</summary>
    internal bool HasRoom => _queued < Capacity;

    /// <summary>Takes a datagram; its octets must stay where they are until <see cref="Flush"/>.</summary>
    internal void Queue(byte* start, int length) =>
        _buffers[Capacity + _queued++] = new MessageBuffer { Start = start, Length = (nuint)length };

    /// <summary>Sends what was queued.</summary>
    internal void Flush()
    {
        int at = 0;
        while (at < _queued)
        {
            // SAFETY: the kernel reads the entries and what they point to during the call only.
            int sent = LinuxCalls.SendMany(_handle, _sending + at, (uint)(_queued - at), 0);
            at += sent > 0 ? sent : 0;
            if (sent < 0)
                ThrowUnlessPassing();
        }

        _queued = 0;
    }

    /// <summary>Takes what has arrived.</summary>
    /// <param name="isWaiting">Whether to wait for the first, up to a tenth of a second.</param>
    /// <returns>How many there are.</returns>
    internal int Receive(bool isWaiting)
    {
        // SAFETY: the kernel writes into the entries and their slots during the call only.
        int flags = isWaiting ? LinuxCalls.WaitForOne : LinuxCalls.DoNotWait;
        int count = LinuxCalls.ReceiveMany(_handle, _received, Capacity, flags, 0);
        if (count < 0)
            ThrowUnlessPassing();

        return Math.Max(count, 0);
    }

    /// <summary>The octets of a datagram that was received.</summary>
    internal ReadOnlySpan<byte> Reply(int at) => new(_replies + (at * SlotLength), (int)_received[at].Length);

    /// <summary>Waits until something arrives, or for so many nanoseconds.</summary>
    internal void Wait(long nanoseconds)
    {
        var entry = new PollEntry { Socket = _handle, Events = PollEntry.Readable };
        var timeout = new TimeSpec { Nanoseconds = Math.Clamp(nanoseconds, 0, 100_000_000) };
        _ = LinuxCalls.Poll(&entry, 1, &timeout, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        NativeMemory.AlignedFree(_replies);
        NativeMemory.Free(_received);
        NativeMemory.Free(_sending);
        NativeMemory.Free(_buffers);
    }

    private static T* Allocate<T>(int count)
        where T : unmanaged => (T*)NativeMemory.AllocZeroed((nuint)count, (nuint)sizeof(T));

    private void ThrowUnlessPassing()
    {
        int error = Marshal.GetLastPInvokeError();
        if (error == LinuxCalls.ConnectionRefused)
            throw new IOException($"nothing listens on UDP {_socket.RemoteEndPoint}");

        if (error is not (LinuxCalls.Interrupted or LinuxCalls.TryAgain))
            throw new IOException($"UDP {_socket.RemoteEndPoint}: {Marshal.GetPInvokeErrorMessage(error)}");
    }
}
