using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using ValidationZone.Authority.Answering;

namespace ValidationZone.Transport.Tests;

/// <summary>Serves DNS streams on a real TCP port, and shows every exception that left a connection.</summary>
internal sealed class TcpStreamServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Socket _listener;
    private readonly Task _accepting;
    private readonly Lock _lock = new();
    private readonly List<Task<StreamEnding>> _streams = [];
    private readonly CancellationTokenSource _stop = new();

    internal TcpStreamServer(StreamConnection connection, IPAddress address)
    {
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(address, 0));
        _listener.Listen(512);
        _accepting = AcceptAsync(connection);
    }

    internal IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>A client's socket, connected.</summary>
    internal Socket Connect()
    {
        var socket = new Socket(EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = (int)Patience.TotalMilliseconds,
        };
        socket.Connect(EndPoint);
        return socket;
    }

    /// <summary>How every stream ended, once all clients are gone.</summary>
    internal Task<StreamEnding[]> EndAsync()
    {
        lock (_lock)
            return Task.WhenAll(_streams).WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting.WaitAsync(Patience);
        await EndAsync();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(StreamConnection connection)
    {
        try
        {
            while (true)
                Serve(connection, await _listener.AcceptAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private void Serve(StreamConnection connection, Socket socket)
    {
        // A client may have its answer before the call returns; whoever looks then finds the stream all the same.
        lock (_lock)
            _streams.Add(ServeAsync(connection, socket));
    }

    private async Task<StreamEnding> ServeAsync(StreamConnection connection, Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        StreamEnding ending = await connection.RunAsync(
            new Ends(stream), StreamPeer.Over(DnsTransport.Tcp, IPAddress.Loopback), Tickets.Free(), _stop.Token);
        if (ending is StreamEnding.Unread)
            socket.LingerState = new LingerOption(enable: true, seconds: 0);

        return ending;
    }

    private sealed class Ends(NetworkStream stream) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

        public PipeWriter Output { get; } = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }
}
