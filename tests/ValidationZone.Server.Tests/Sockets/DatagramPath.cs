using System.Net;
using System.Net.Sockets;
using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests.Sockets;

/// <summary>One UDP socket, from which nothing is ever thrown away: what comes first is the reply.</summary>
internal sealed class DatagramPath : ScenarioPath
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[ushort.MaxValue];

    internal DatagramPath(string name, IPEndPoint server, IPAddress? source = null)
        : base(name, DnsTransport.Udp)
    {
        _socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        if (source is not null)
            _socket.Bind(new IPEndPoint(source, 0));

        _socket.Connect(server);
    }

    public override async Task<byte[]> AskAsync(byte[] request)
    {
        await _socket.SendAsync(request);
        using var patience = new CancellationTokenSource(DnsStream.Patience);
        int length = await _socket.ReceiveAsync(_buffer, patience.Token);
        return _buffer[..length];
    }

    /// <summary>The reply to a question sent right behind must come first: the listener keeps the order.</summary>
    public override async Task<byte[]> AskInVainAsync(byte[] request)
    {
        await _socket.SendAsync(request);
        byte[] first = await AskAsync(KnownQuestion.Octets);
        return KnownQuestion.IsRepliedToBy(first) ? [] : first;
    }

    public override async Task EndAsync()
    {
        byte[] first = await AskAsync(KnownQuestion.Octets);
        Assert.True(KnownQuestion.IsRepliedToBy(first), $"a second reply over {Name}");
    }

    public override ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return base.DisposeAsync();
    }
}
