using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using ValidationZone.Authority.Answering;
using ValidationZone.Transport;

namespace ValidationZone.Server.Hosting;

/// <summary>Serves DNS on connections that Kestrel has accepted, and sees to it that each of them ends.</summary>
internal sealed class StreamEndpoint(StreamConnection streams, StreamAdmission admission)
{
    /// <summary>Lets a connection in, or closes it; comes before everything else that a connection can cost.</summary>
    internal async Task AdmitAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        using StreamTicket? ticket = admission.TryAdmit(AddressOf(connection));
        // Kestrel closes a connection that nothing is done with.
        if (ticket is null)
            return;

        var admitted = new AdmittedConnection(connection, ticket);
        connection.Features.Set(admitted);
        using CancellationTokenRegistration displaced =
            ticket.Displaced.UnsafeRegister(AdmittedConnection.OnDisplaced, admitted);
        await next(connection);
    }

    /// <summary>Serves one connection until it is closed.</summary>
    internal async Task ServeAsync(ConnectionContext connection)
    {
        // Raised when the server stops, so that an idle DNS connection does not hold up the process.
        CancellationToken stopping =
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        AdmittedConnection admitted = connection.Features.GetRequiredFeature<AdmittedConnection>();
        admitted.BeginService();
        var ending = StreamEnding.Reset;
        try
        {
            // What this throws is a bug. It is counted there, Kestrel logs it, and the other connections go on.
            ending = await streams.RunAsync(connection.Transport, PeerOf(connection), admitted.Ticket, stopping);
        }
        finally
        {
            await CloseAsync(connection, admitted.Ticket, ending);
        }
    }

    private static StreamPeer PeerOf(ConnectionContext connection) => StreamPeer.Over(
        connection.Features.Get<ISslStreamFeature>() is null ? DnsTransport.Tcp : DnsTransport.Tls,
        AddressOf(connection));

    private static IPAddress? AddressOf(ConnectionContext connection) =>
        (connection.RemoteEndPoint as IPEndPoint)?.Address;

    private async Task CloseAsync(ConnectionContext connection, StreamTicket ticket, StreamEnding ending)
    {
        // Left alone, Kestrel waits for a client to take its last answers for as long as the client likes, and no
        // longer counts the connection: such clients would pile up above every limit. Closed here, it has a limit and
        // is counted until it is gone. Kestrel disposes of it once more and finds nothing to do.
        bool isCutOff = ending is StreamEnding.Unread or StreamEnding.Reset;
        if (isCutOff || !await streams.DrainAsync(StreamClosing.CloseAsync(connection), ticket))
            connection.Abort(new ConnectionAbortedException($"DNS stream ended: {ending}"));
    }
}
