using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using ValidationZone.Transport;

namespace ValidationZone.Server.Hosting;

/// <summary>Serves DNS on connections that Kestrel has accepted, and sees to it that each of them ends.</summary>
internal sealed class StreamEndpoint(StreamConnection streams, TimeProvider clock)
{
    /// <summary>How long the last answers may take to leave after a stream has ended.</summary>
    internal static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(5);

    /// <summary>Serves one connection until it is closed.</summary>
    internal async Task ServeAsync(ConnectionContext connection)
    {
        // Raised when the server stops, so that an idle DNS connection does not hold up the process.
        CancellationToken stopping =
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        var ending = StreamEnding.Reset;
        try
        {
            // What this throws is a bug. Kestrel logs it, and the other connections go on.
            ending = await streams.RunAsync(connection.Transport, stopping);
        }
        finally
        {
            await CloseAsync(connection, ending);
        }
    }

    /// <summary>Closes in good order, within a bound.</summary>
    /// <remarks>
    /// Kestrel would close by itself after <see cref="ServeAsync"/>. But it no longer counts the connection then, and
    /// waits for ever when the client takes nothing: such clients would pile up above every limit.
    /// </remarks>
    private async Task CloseAsync(ConnectionContext connection, StreamEnding ending)
    {
        // It has had its time to read. What is still queued for it goes with the connection.
        if (ending is StreamEnding.Unread or StreamEnding.Reset)
            connection.Abort(new ConnectionAbortedException($"the DNS stream ended: {ending}"));

        // Done when the last octet is in the hands of the kernel; Kestrel disposes again and finds nothing to do.
        Task closed = connection.DisposeAsync().AsTask();
        try
        {
            await closed.WaitAsync(ClosingTime, clock);
        }
        catch (TimeoutException)
        {
            connection.Abort(new ConnectionAbortedException("the client did not take its last answers"));
        }
    }
}
