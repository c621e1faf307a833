using System.IO.Pipelines;
using ValidationZone.Authority.Answering;

namespace ValidationZone.Transport;

/// <summary>Serves DNS streams: messages behind two length octets, pipelined, answered in order (RFC 7766).</summary>
/// <remarks>Safe for any number of connections at once; each run owns what it allocates.</remarks>
public sealed class StreamConnection
{
    private readonly StreamService _service;
    private readonly CounterPool _counters = new();

    /// <summary>Prepares to serve streams.</summary>
    /// <param name="answerer">Answers each message.</param>
    /// <param name="options">The limits of each stream.</param>
    /// <param name="clock">Measures the limits.</param>
    /// <param name="samples">
    /// Where all streams note questions about watched names; <see langword="null"/> notes none.
    /// </param>
    public StreamConnection(
        QueryAnswerer answerer, StreamOptions options, TimeProvider clock, QuestionRing? samples = null) =>
        _service = new StreamService(new FaultBarrier(answerer), options, clock, samples);

    internal StreamConnection(FaultBarrier answerer, StreamOptions options, TimeProvider clock) =>
        _service = new StreamService(answerer, options, clock);

    /// <summary>What all streams together have counted up to now.</summary>
    public QueryCounters Counters => _counters.Sum();

    /// <summary>
    /// Answers until the client has closed and has all its answers, is idle too long, leaves answers unread, breaks the
    /// framing, or has to make room.
    /// </summary>
    /// <param name="pipe">The connection's octets; completed on return.</param>
    /// <param name="peer">Who is at the other end.</param>
    /// <param name="ticket">The stream's right to be open; the caller gives it back once the connection is gone.</param>
    /// <param name="cancellation">
    /// Ends the connection after the answers being written. Not the token that tells of the client's half close: a
    /// client may close its side and wait for answers (RFC 9293 §3.6).
    /// </param>
    /// <returns>Why it ended. A connection that breaks is an ending like any other and no exception.</returns>
    public async Task<StreamEnding> RunAsync(
        IDuplexPipe pipe, StreamPeer peer, StreamTicket ticket, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(pipe);
        ArgumentNullException.ThrowIfNull(ticket);
        QueryCounters counters = _counters.Take();
        var ending = StreamEnding.Reset;
        try
        {
            var session = new StreamSession(_service, pipe, peer, ticket, counters);
            ending = await session.RunAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The other end is gone, and with it everybody who could be told.
        }
        catch (OperationCanceledException)
        {
            // The listener has cut the connection off.
        }
        catch (ObjectDisposedException)
        {
            // As before, a moment later.
        }
        catch (Exception)
        {
            // A bug, for the caller to show. Counted here, as long as the block has no other writer.
            counters.CountFault();
            throw;
        }
        finally
        {
            _counters.Return(counters);
            await CompleteAsync(pipe, ending).ConfigureAwait(false);
        }

        return ending;
    }

    /// <summary>
    /// Waits until the client has taken its last answers, for as long as it may leave any answers unread, and not as
    /// long when another stream waits for the place.
    /// </summary>
    /// <param name="closing">Ends when the connection has sent everything and is closed.</param>
    /// <param name="ticket">The stream's right to be open.</param>
    /// <returns><see langword="false"/> when the time is up and the caller is to cut the connection off.</returns>
    public async Task<bool> DrainAsync(Task closing, StreamTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(closing);
        ArgumentNullException.ThrowIfNull(ticket);
        StreamOptions options = _service.Options;
        if (await EndsWithinAsync(closing, options.WriteTimeout, ticket.Displaced).ConfigureAwait(false))
            return true;

        // Told to make room before or during the wait: a moment for answers that are on their way.
        return ticket.Displaced.IsCancellationRequested
            && await EndsWithinAsync(closing, options.DisplacedDrainTime, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<bool> EndsWithinAsync(Task closing, TimeSpan time, CancellationToken cancellation)
    {
        try
        {
            await closing.WaitAsync(time, _service.Clock, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task CompleteAsync(IDuplexPipe pipe, StreamEnding ending)
    {
        // With a reason the output is dropped, without one it is still delivered.
        bool isCutOff = ending is StreamEnding.Unread or StreamEnding.Reset;
        await pipe.Output.CompleteAsync(isCutOff ? new IOException($"{ending}") : null).ConfigureAwait(false);
        await pipe.Input.CompleteAsync().ConfigureAwait(false);
    }
}
