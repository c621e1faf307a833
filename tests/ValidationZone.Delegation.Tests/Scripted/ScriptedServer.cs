using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ValidationZone.Delegation.Tests.Scripted;

/// <summary>A server on UDP and TCP that says what its script says; nothing is silence.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _datagrams;
    private readonly Socket _listener;
    private readonly Task _work;

    public ScriptedServer(IPAddress address, int port, Func<ScriptedQuery, ScriptedMessages> script)
    {
        Endpoint = new IPEndPoint(address, port);
        Script = script;
        _datagrams = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _datagrams.Bind(Endpoint);
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(Endpoint);
        _listener.Listen();
        _work = Task.WhenAll(AnswerDatagramsAsync(), AnswerStreamsAsync());
    }

    public IPEndPoint Endpoint { get; }

    public Func<ScriptedQuery, ScriptedMessages> Script { get; set; }

    /// <summary>Ends when the server has dealt with every datagram and connection from before.</summary>
    public async Task CatchUpAsync()
    {
        try
        {
            await Task.WhenAll(CatchUpAsync(SocketType.Dgram), CatchUpAsync(SocketType.Stream)).WaitAsync(Patience);
        }
        catch (Exception fault) when (fault is SocketException or TimeoutException)
        {
            // The test is over, or its server has died, which ends the test when the server is disposed of.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _datagrams.Dispose();
        _listener.Dispose();
        _stop.Dispose();
    }

    /// <summary>Sends nothing, and waits until nothing comes back.</summary>
    private async Task CatchUpAsync(SocketType type)
    {
        bool isStream = type == SocketType.Stream;
        using var socket = new Socket(Endpoint.AddressFamily, type, isStream ? ProtocolType.Tcp : ProtocolType.Udp);
        await socket.ConnectAsync(Endpoint, _stop.Token);
        if (isStream)
            socket.Shutdown(SocketShutdown.Send);
        else
            await socket.SendAsync(Array.Empty<byte>(), _stop.Token);

        await socket.ReceiveAsync(new byte[1], _stop.Token);
    }

    private async Task AnswerDatagramsAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                SocketReceiveFromResult received =
                    await _datagrams.ReceiveFromAsync(buffer, Endpoint, _stop.Token);
                if (received.ReceivedBytes == 0)
                {
                    await _datagrams.SendToAsync(Array.Empty<byte>(), received.RemoteEndPoint, _stop.Token);
                    continue;
                }

                var query = ScriptedQuery.Parse(buffer.AsSpan(0, received.ReceivedBytes), isStream: false);
                foreach (byte[] message in Script(query).Datagrams)
                    await _datagrams.SendToAsync(message, received.RemoteEndPoint, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task AnswerStreamsAsync()
    {
        var streams = new List<Task>();
        try
        {
            while (true)
                streams.Add(AnswerStreamAsync(await _listener.AcceptAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(streams);
        }
    }

    private async Task AnswerStreamAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            var prefix = new byte[2];
            await stream.ReadExactlyAsync(prefix, _stop.Token);
            var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
            await stream.ReadExactlyAsync(message, _stop.Token);
            ScriptedMessages reply = Script(ScriptedQuery.Parse(message, isStream: true));
            await stream.WriteAsync(reply.Stream, _stop.Token);
            // Whoever says nothing keeps the connection open.
            if (reply.Stream.Length == 0)
                await Task.Delay(Timeout.Infinite, _stop.Token);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // The client has given up, or the test is over.
        }
    }
}
