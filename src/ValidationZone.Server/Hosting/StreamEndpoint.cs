using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using ValidationZone.Authority.Answering;
using ValidationZone.Transport;

namespace ValidationZone.Server.Hosting;

/// <summary>Serves DNS on connections that Kestrel has accepted, and sees to it that each of them ends.</summary>
internal sealed class StreamEndpoint(StreamConnection streams)
{
    /// <summary>Serves one connection until it is closed.</summary>
    internal async Task ServeAsync(ConnectionContext connection)
    {
        // Raised when the server stops, so that an idle DNS connection does not hold up the process.
        CancellationToken stopping =
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        var ending = StreamEnding.Reset;
        try
        {
            // What this throws is a bug. It is counted there, Kestrel logs it, and the other connections go on.
            ending = await streams.RunAsync(connection.Transport, PeerOf(connection), stopping);
        }
        finally
        {
            await CloseAsync(connection, ending);
        }
    }

    private static StreamPeer PeerOf(ConnectionContext connection) =>
        StreamPeer.Over(
            connection.Features.Get<ISslStreamFeature>() is null ? DnsTransport.Tcp : DnsTransport.Tls,
            (connection.RemoteEndPoint as IPEndPoint)?.Address);

    private async Task CloseAsync(ConnectionContext connection, StreamEnding ending)
    {
        // Left alone, Kestrel waits for a client to take its last answers for as long as the client likes, and no
        // longer counts the connection: such clients would pile up above every limit. Closed here, it has a limit and
        // is counted until it is gone. Kestrel disposes of it once more and finds nothing to do.
        bool isCutOff = ending is StreamEnding.Unread or StreamEnding.Reset;
        if (isCutOff || !await streams.DrainAsync(StreamClosing.CloseAsync(connection)))
            connection.Abort(new ConnectionAbortedException($"DNS stream ended: {ending}"));
    }
}
