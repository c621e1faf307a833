namespace ValidationZone.Server.Tests.Sockets;

/// <summary>A transport that is a stream, and the address family under it.</summary>
public enum StreamRoute
{
    Tcp4,
    Tcp6,
    Dot4,
    Dot6,
}
