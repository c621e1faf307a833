using Microsoft.AspNetCore.Connections;
using ValidationZone.Transport;

namespace ValidationZone.Server.Hosting;

/// <summary>A connection that was let in, from its first octet on, so before TLS has agreed on anything.</summary>
internal sealed class AdmittedConnection(ConnectionContext connection, StreamTicket ticket)
{
    private volatile bool _isServed;

    /// <summary>The connection's right to be open.</summary>
    internal StreamTicket Ticket { get; } = ticket;

    /// <summary>From here on, the stream itself sees that it has to make room, and ends in good order.</summary>
    internal void BeginService() => _isServed = true;

    /// <summary>Runs when the connection has to make room.</summary>
    internal static void OnDisplaced(object? state)
    {
        var admitted = (AdmittedConnection)state!;
        // A handshake that goes nowhere has nothing to lose and nobody who would notice the ticket.
        if (!admitted._isServed)
            admitted.Abort();
    }

    private void Abort() => connection.Abort(new ConnectionAbortedException("made room for another DNS stream"));
}
