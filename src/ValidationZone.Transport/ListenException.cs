using System.Net;

namespace ValidationZone.Transport;

/// <summary>An endpoint that cannot be bound.</summary>
/// <param name="endpoint">Which one.</param>
/// <param name="innerException">The socket's own exception.</param>
public sealed class ListenException(IPEndPoint endpoint, Exception innerException)
    : IOException($"cannot listen on UDP {endpoint}: {innerException.Message}", innerException)
{
    /// <summary>Which endpoint it was.</summary>
    public IPEndPoint Endpoint { get; } = endpoint;
}
