using System.Net;
using System.Net.Sockets;

namespace ValidationZone.EndToEnd.Tests.Load;

/// <summary>Many connections that are of no use: idle, sending an octet now and then, or asking and never reading.</summary>
/// <remarks>They come from many addresses, so that the limit of one address is not what stops them.</remarks>
internal sealed class ConnectionFlood : IDisposable
{
    private const int ConnectionsPerAddress = 40;
    private readonly IPEndPoint _server;
    private readonly byte[] _questions;
    private readonly List<Socket> _idle = [];
    private readonly List<Socket> _dripping = [];
    private readonly List<Socket> _neverReading = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _nagging = Task.CompletedTask;
    private int _opened;

    private ConnectionFlood(IPEndPoint server, byte[] question)
    {
        _server = server;
        byte[] framed = [(byte)(question.Length >> 8), (byte)question.Length, .. question];
        _questions = [.. Enumerable.Repeat(framed, 500).SelectMany(octet => octet)];
    }

    /// <summary>Opens them all, and keeps at it until disposed of.</summary>
    public static async Task<ConnectionFlood> OpenAsync(
        IPEndPoint server, byte[] question, int idle, int dripping, int neverReading)
    {
        var flood = new ConnectionFlood(server, question);
        await flood.OpenAsync(flood._neverReading, neverReading);
        await flood.OpenAsync(flood._dripping, dripping);
        await flood.OpenAsync(flood._idle, idle);
        flood._nagging = Task.Run(flood.NagAsync);
        return flood;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _nagging.GetAwaiter().GetResult();
        foreach (Socket socket in (IEnumerable<Socket>)[.. _idle, .. _dripping, .. _neverReading])
            socket.Dispose();

        _stop.Dispose();
    }

    private async Task OpenAsync(List<Socket> sockets, int count)
    {
        for (int i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            {
                ReceiveBufferSize = 4096,
                NoDelay = true,
            };
            int address = _opened++ / ConnectionsPerAddress;
            socket.Bind(new IPEndPoint(new IPAddress([127, 7, (byte)(address >> 8), (byte)address]), 0));
            await socket.ConnectAsync(_server);
            socket.Blocking = false;
            sockets.Add(socket);
        }
    }

    private async Task NagAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            do
            {
                _neverReading.ForEach(socket => Send(socket, _questions));
                _dripping.ForEach(socket => Send(socket, [0]));
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The flood is over.
        }
    }

    private static void Send(Socket socket, byte[] octets)
    {
        // As much as the other side takes: it may take no more, or have closed the connection long ago.
        while (socket.Send(octets, 0, octets.Length, SocketFlags.None, out SocketError error) == octets.Length
            && error == SocketError.Success
            && octets.Length > 1)
        {
        }
    }
}
