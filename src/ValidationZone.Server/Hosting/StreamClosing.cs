using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace ValidationZone.Server.Hosting;

/// <summary>Closes a connection in good order: first TLS, where there is any, then what carries it.</summary>
internal static class StreamClosing
{
    /// <summary>Sends what is left, and closes.</summary>
    internal static async Task CloseAsync(ConnectionContext connection)
    {
        if (connection.Features.Get<ISslStreamFeature>() is { } tls)
            await EndTlsAsync(tls.SslStream);

        await connection.DisposeAsync();
    }

    /// <summary>Tells the client that nothing was cut off its answers (RFC 8446 §6.1); Kestrel does not.</summary>
    private static async Task EndTlsAsync(SslStream stream)
    {
        try
        {
            await stream.ShutdownAsync();
        }
        catch (IOException)
        {
            // The client has left without waiting for it.
        }
        catch (InvalidOperationException)
        {
            // As before, a moment earlier: the connection was cut off under the stream.
        }
    }
}
