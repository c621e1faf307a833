using Microsoft.AspNetCore.Connections;

namespace ValidationZone.Server.Hosting;

/// <summary>The most connections that an endpoint of the API has at once; more are refused.</summary>
internal sealed class ConnectionLimit(int max)
{
    private int _count;

    /// <summary>Lets a connection in, or closes it.</summary>
    internal async Task AdmitAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            // Kestrel closes a connection that nothing is done with.
            if (Interlocked.Increment(ref _count) <= max)
                await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
