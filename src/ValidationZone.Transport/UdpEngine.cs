namespace ValidationZone.Transport;

/// <summary>How datagrams are taken and sent.</summary>
public enum UdpEngine : byte
{
    /// <summary>The batch engine where it works, else the portable one.</summary>
    Auto,

    /// <summary>Many datagrams with each system call, on Linux.</summary>
    Batch,

    /// <summary>One datagram with each system call, on any platform.</summary>
    Portable,
}
