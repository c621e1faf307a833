using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ValidationZone.Authority.Answering;
using ValidationZone.Transport.Interop;

namespace ValidationZone.Transport;

/// <summary>One UDP socket of Linux that takes, answers and sends many datagrams at a time.</summary>
/// <remarks>
/// Owns the socket and the buffers. They are freed by the thread that runs the loop, so that no system call can ever be
/// under way on memory that is gone or on a descriptor that somebody else has got since.
/// </remarks>
internal sealed class BatchUdpLoop : IUdpLoop
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int Closed = 2;
    private const int ToleratedFailures = 16;

    // How long a loop takes at most to notice that it is to stop, as long as nobody asks anything.
    private const int WakeMilliseconds = 100;

    private static readonly TimeSpan PauseAfterFailures = TimeSpan.FromMilliseconds(10);

    private readonly Socket _socket;
    private readonly int _descriptor;
    private readonly UdpService _service;
    private readonly DatagramBatch _batch;
    private readonly ManualResetEventSlim _stopped = new();
    private int _state = Idle;

    private BatchUdpLoop(Socket socket, UdpService service)
    {
        _socket = socket;
        _descriptor = (int)socket.Handle;
        _service = service;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        ReceiveBufferLength = UdpSocket.ReceiveBufferLength(socket);
        _batch = new DatagramBatch(socket.AddressFamily, IsWildcard(LocalEndPoint));
    }

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint { get; }

    /// <inheritdoc/>
    public QueryCounters Counters { get; } = new();

    /// <inheritdoc/>
    public int ReceiveBufferLength { get; }

    /// <summary>Binds a socket.</summary>
    /// <param name="endpoint">An address or a wildcard; port 0 takes a free one.</param>
    /// <param name="isShared">Whether other sockets of this process are to be bound there too.</param>
    /// <param name="service">What it answers with.</param>
    /// <exception cref="SocketException">It cannot be bound.</exception>
    internal static BatchUdpLoop Bind(IPEndPoint endpoint, bool isShared, UdpService service)
    {
        Socket socket = UdpSocket.Bind(endpoint, socket =>
        {
            socket.ReceiveTimeout = WakeMilliseconds;
            if (isShared)
                UdpSocket.SharePort(socket);

            // A reply must leave from the address that was asked, and only this tells which one that was.
            if (IsWildcard(endpoint))
                PacketInfo.Enable(socket);
        });
        return new BatchUdpLoop(socket, service);
    }

    /// <inheritdoc/>
    public void Run()
    {
        if (Interlocked.CompareExchange(ref _state, Running, Idle) != Idle)
            return;

        try
        {
            AnswerUntilStopped();
        }
        finally
        {
            Free();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopped.Set();
        // While the loop runs, it is the loop that frees.
        if (Interlocked.CompareExchange(ref _state, Closed, Idle) == Idle)
            Free();
    }

    private void AnswerUntilStopped()
    {
        int failures = 0;
        while (!_stopped.IsSet)
        {
            int count = _batch.Receive(_descriptor);
            if (count > 0)
            {
                failures = 0;
                AnswerAll(count);
            }
            else if (!IsQuiet(Marshal.GetLastPInvokeError()) && ++failures > ToleratedFailures)
            {
                // Many in a row are a network that is down.
                _stopped.Wait(PauseAfterFailures);
            }
        }
    }

    private void AnswerAll(int count)
    {
        // A batch is answered in microseconds, and sixty-four looks at the clock would be a hundredth of them.
        _service.Limiter?.TakeTime();
        for (int index = 0; index < count; index++)
        {
            if (AskerPort.IsNobodys(_batch.SourcePort(index)))
                continue;

            var context = new QueryContext(DnsTransport.Udp, Counters)
            {
                ClientAddress = _batch.SourceAddress(index),
                Limiter = _service.Limiter,
                Samples = _service.Samples,
            };
            int length = _service.Answerer.Answer(_batch.Request(index), _batch.Response, context);
            if (length > 0)
                _batch.Queue(index, length);
        }

        _batch.Send(_descriptor);
    }

    // Nothing came, or a debugger or a signal interrupted the wait.
    private static bool IsQuiet(int error) => error is LinuxSockets.TryAgain or LinuxSockets.Interrupted;

    private static bool IsWildcard(IPEndPoint endpoint) =>
        endpoint.Address.Equals(IPAddress.Any) || endpoint.Address.Equals(IPAddress.IPv6Any);

    private void Free()
    {
        _socket.Dispose();
        _batch.Dispose();
    }
}
