using System.IO.Pipelines;
using ValidationZone.Authority.Answering;

namespace ValidationZone.Transport;

/// <summary>Serves DNS streams: messages behind two length octets, pipelined, answered in order (RFC 7766).</summary>
/// <remarks>Safe for any number of connections at once; each run owns what it allocates.</remarks>
public sealed class StreamConnection(QueryAnswerer answerer, StreamOptions options, TimeProvider clock)
{
    /// <summary>The counters of all streams together.</summary>
    public QueryCounters Counters => throw new NotImplementedException($"{answerer}{options}{clock}");

    /// <summary>Answers until the client has closed and has all its answers, is idle too long, or breaks the framing.</summary>
    /// <param name="pipe">The connection's octets; completed on return.</param>
    /// <param name="cancellation">Ends the connection after the answer being written.</param>
    public Task RunAsync(IDuplexPipe pipe, CancellationToken cancellation) => throw new NotImplementedException();
}
