using System.Net;
using ValidationZone.Authority.Answering;

namespace ValidationZone.Transport;

/// <summary>One UDP socket and what answers on it; each has a thread of its own.</summary>
internal interface IUdpLoop : IDisposable
{
    /// <summary>The address and port really bound.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>What this loop has counted.</summary>
    QueryCounters Counters { get; }

    /// <summary>How many octets the kernel keeps for datagrams that wait.</summary>
    int ReceiveBufferLength { get; }

    /// <summary>Answers until disposed of, which may happen on any thread.</summary>
    void Run();
}
