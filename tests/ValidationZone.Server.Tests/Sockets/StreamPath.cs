using System.Net;
using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests.Sockets;

/// <summary>One stream after another: a new one only where the server has closed the last, as it may.</summary>
internal sealed class StreamPath(StreamRoute route, IPEndPoint server, IPAddress? source) : ScenarioPath(
    route.ToString().ToUpperInvariant(),
    route is StreamRoute.Tcp4 or StreamRoute.Tcp6 ? DnsTransport.Tcp : DnsTransport.Tls)
{
    /// <summary>Less than a header cannot be a message (RFC 7766 §8): such framing ends the stream.</summary>
    private const int ShortestMessage = 12;

    private DnsStream? _stream;

    public override async Task<byte[]> AskAsync(byte[] request)
    {
        _stream ??= await DnsStream.ConnectAsync(route, server, source);
        await _stream.SendAsync(request);
        return await _stream.ReceiveAsync() ?? throw new IOException("closed instead of a reply");
    }

    /// <summary>
    /// The reply to a question sent right behind must be the first one, or the stream ends where it has to.
    /// </summary>
    public override async Task<byte[]> AskInVainAsync(byte[] request)
    {
        _stream ??= await DnsStream.ConnectAsync(route, server, source);
        if (request.Length < ShortestMessage)
            return await AskToEndAsync(request);

        await _stream.SendAsync(request);
        byte[] first = await AskAsync(KnownQuestion.Octets);
        return KnownQuestion.IsRepliedToBy(first) ? [] : first;
    }

    public override async Task EndAsync()
    {
        if (_stream is null)
            return;

        byte[] first = await AskAsync(KnownQuestion.Octets);
        Assert.True(KnownQuestion.IsRepliedToBy(first), $"a second reply over {Name}");
    }

    public override async ValueTask DisposeAsync()
    {
        await EndStreamAsync();
        await base.DisposeAsync();
    }

    private async Task<byte[]> AskToEndAsync(byte[] request)
    {
        await _stream!.SendAsync(request);
        byte[]? reply = await _stream.ReceiveAsync();
        await EndStreamAsync();
        return reply ?? [];
    }

    private async ValueTask EndStreamAsync()
    {
        await (_stream?.DisposeAsync() ?? ValueTask.CompletedTask);
        _stream = null;
    }
}
