using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using ValidationZone.Authority.Answering;
using ValidationZone.Wire;

namespace ValidationZone.Transport;

/// <summary>One DNS stream from its first octet to its last.</summary>
internal sealed class StreamSession(
    StreamService service, IDuplexPipe pipe, StreamPeer peer, StreamTicket ticket, QueryCounters counters)
{
    private const int PrefixLength = sizeof(ushort);

    // Bounds what a connection holds in memory: replies beyond this wait until the client has taken these.
    private const int FlushThreshold = 16 * 1024;

    // What a keepalive option counts in (RFC 7828 §3.1).
    private static readonly TimeSpan KeepaliveUnit = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    private readonly StreamOptions _options = service.Options;
    private readonly TimeProvider _clock = service.Clock;
    private long _lastMessage;
    private TimeSpan _idleTimeout;

    /// <summary>Answers until the stream ends, and says why. The pipe is left for the caller to complete.</summary>
    internal async Task<StreamEnding> RunAsync(CancellationToken cancellation)
    {
        ITimer idle = _clock.CreateTimer(CancelRead, pipe.Input, Never, Never);
        ITimer unread = _clock.CreateTimer(CancelFlush, pipe.Output, Never, Never);
        CancellationTokenRegistration stop = cancellation.UnsafeRegister(CancelRead, pipe.Input);
        CancellationTokenRegistration displaced = ticket.Displaced.UnsafeRegister(CancelRead, pipe.Input);
        await using (idle.ConfigureAwait(false))
        await using (unread.ConfigureAwait(false))
        await using (stop.ConfigureAwait(false))
        await using (displaced.ConfigureAwait(false))
        {
            _lastMessage = _clock.GetTimestamp();
            StreamEnding? ending = null;
            while (ending is null)
                ending = await StepAsync(idle, unread, cancellation).ConfigureAwait(false);

            return ending.Value;
        }
    }

    private static void CancelRead(object? input) => ((PipeReader)input!).CancelPendingRead();

    private static void CancelFlush(object? output) => ((PipeWriter)output!).CancelPendingFlush();

    private static void Shorten(object? timer)
    {
        (ITimer unread, TimeSpan time) = ((ITimer, TimeSpan))timer!;
        unread.Change(time, Never);
    }

    /// <summary>Reads, answers what is complete, and sends the replies.</summary>
    /// <returns>Why the stream ends now; <see langword="null"/> when it goes on.</returns>
    private async ValueTask<StreamEnding?> StepAsync(ITimer idle, ITimer unread, CancellationToken cancellation)
    {
        ReadResult read = await ReadAsync(idle).ConfigureAwait(false);
        StreamBatch batch = AnswerBatch(read.Buffer);

        // "Examined to the end" makes the next read wait for more; with whole messages left, it must not wait.
        bool isExamined = batch.Rest != StreamRest.Unexamined;
        pipe.Input.AdvanceTo(batch.Consumed, isExamined ? read.Buffer.End : batch.Consumed);

        if (batch.ReplyLength > 0 && await FlushAsync(unread).ConfigureAwait(false) is { } failure)
            return failure;

        // After the flush: the time that a client takes to read is the write timeout's business.
        if (batch.Messages > 0)
            NoteMessage();

        if (ticket.Displaced.IsCancellationRequested)
            return StreamEnding.Displaced;

        return cancellation.IsCancellationRequested ? StreamEnding.Stopped : FindEnding(read.IsCompleted, batch);
    }

    private StreamEnding? FindEnding(bool isClosed, StreamBatch batch)
    {
        if (batch.Rest == StreamRest.Broken)
            return StreamEnding.BrokenFraming;

        if (batch.Rest == StreamRest.Unexamined)
            return null;

        if (isClosed)
            return StreamEnding.ClientClosed;

        // Asked of the clock and not of the timer, which may have run for a message that has been completed since.
        return _clock.GetElapsedTime(_lastMessage) >= _idleTimeout ? StreamEnding.Idle : null;
    }

    private void NoteMessage()
    {
        _lastMessage = _clock.GetTimestamp();
        ticket.Touch(_lastMessage);
    }

    private async ValueTask<ReadResult> ReadAsync(ITimer idle)
    {
        _idleTimeout = ticket.IsCrowded ? _options.CrowdedIdleTimeout : _options.IdleTimeout;
        if (pipe.Input.TryRead(out ReadResult buffered))
            return buffered;

        // Counted from the last whole message, so that octets that trickle in do not move the end (RFC 7766 §6.2.3).
        TimeSpan left = _idleTimeout - _clock.GetElapsedTime(_lastMessage);
        if (left > TimeSpan.Zero)
            idle.Change(RoundUp(left), Never);
        else
            pipe.Input.CancelPendingRead();

        return await pipe.Input.ReadAsync(CancellationToken.None).ConfigureAwait(false);
    }

    // Timers cut fractions of a millisecond off, and would wake an idle stream some hundred times within its last one.
    private static TimeSpan RoundUp(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));

    private async ValueTask<StreamEnding?> FlushAsync(ITimer unread)
    {
        ValueTask<FlushResult> flush = pipe.Output.FlushAsync(CancellationToken.None);
        FlushResult result = flush.IsCompleted
            ? await flush.ConfigureAwait(false)
            : await WaitForClientAsync(flush, unread).ConfigureAwait(false);

        // Cancelled while complete is the timer that came a moment late: this client was at the limit all the same,
        // and flushing again could send octets twice.
        if (result.IsCanceled)
            return StreamEnding.Unread;

        return result.IsCompleted ? StreamEnding.Reset : null;
    }

    /// <summary>Waits until the client has taken its answers, or has not in the time that it has.</summary>
    private async Task<FlushResult> WaitForClientAsync(ValueTask<FlushResult> flush, ITimer unread)
    {
        unread.Change(_options.WriteTimeout, Never);
        // After the line above, so that the shorter time holds. One that has to go is not cancelled at once: over TLS
        // its octets would be sent again when the pipe is completed, and without a limit for a client that never reads.
        CancellationTokenRegistration displaced =
            ticket.Displaced.UnsafeRegister(Shorten, (unread, _options.DisplacedDrainTime));
        await using (displaced.ConfigureAwait(false))
        {
            FlushResult result = await flush.ConfigureAwait(false);
            unread.Change(Never, Never);
            return result;
        }
    }

    private StreamBatch AnswerBatch(ReadOnlySequence<byte> buffer)
    {
        int messages = 0;
        int replyLength = 0;
        StreamRest rest = TryTakeMessage(ref buffer, out ReadOnlySequence<byte> message);
        if (message.IsEmpty)
            return new StreamBatch(buffer.Start, messages, replyLength, rest);

        // Rented for the batch and not for the connection, so that idle connections hold no buffers.
        byte[] reply = ArrayPool<byte>.Shared.Rent(PrefixLength + QueryAnswerer.StreamResponseCapacity);
        while (!message.IsEmpty)
        {
            replyLength += AnswerOne(message, reply);
            messages++;
            if (replyLength >= FlushThreshold)
            {
                rest = StreamRest.Unexamined;
                break;
            }

            rest = TryTakeMessage(ref buffer, out message);
        }

        ArrayPool<byte>.Shared.Return(reply);
        return new StreamBatch(buffer.Start, messages, replyLength, rest);
    }

    /// <summary>Takes the message at the front of the buffer.</summary>
    /// <param name="buffer">Unread octets; afterwards, those behind the message.</param>
    /// <param name="message">The message without its prefix; empty when there is no whole one.</param>
    private static StreamRest TryTakeMessage(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> message)
    {
        message = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadBigEndian(out short prefix))
            return StreamRest.Incomplete;

        // Unsigned: as a short, a message of 32,768 octets or more would have a negative length.
        int length = (ushort)prefix;
        if (length < MessageHeader.LengthInOctets)
            return StreamRest.Broken;

        if (reader.Remaining < length)
            return StreamRest.Incomplete;

        message = buffer.Slice(PrefixLength, length);
        buffer = buffer.Slice(PrefixLength + length);
        return StreamRest.Unexamined;
    }

    private int AnswerOne(ReadOnlySequence<byte> message, byte[] reply)
    {
        // Nearly always: a question is short, and a segment is not.
        if (message.IsSingleSegment)
            return AnswerOne(message.FirstSpan, reply);

        byte[] whole = ArrayPool<byte>.Shared.Rent((int)message.Length);
        message.CopyTo(whole);
        int length = AnswerOne(whole.AsSpan(0, (int)message.Length), reply);
        ArrayPool<byte>.Shared.Return(whole);
        return length;
    }

    /// <summary>Answers a message and queues the reply; prefix and message together, never in two segments.</summary>
    /// <returns>How many octets were queued; 0 for silence.</returns>
    private int AnswerOne(ReadOnlySpan<byte> message, byte[] reply)
    {
        Span<byte> response = reply.AsSpan(PrefixLength, QueryAnswerer.StreamResponseCapacity);
        var context = new QueryContext(peer.Transport, counters)
        {
            ClientAddress = peer.Address.Span,
            IdleTimeoutTenths = KeepaliveTimeout(),
            Samples = service.Samples,
        };
        int length = service.Answerer.Answer(message, response, context);
        if (length == 0)
            return 0;

        // Only what this reply wrote leaves: behind it, the pooled buffer still holds replies to others.
        BinaryPrimitives.WriteUInt16BigEndian(reply, (ushort)length);
        pipe.Output.Write(reply.AsSpan(0, PrefixLength + length));
        return PrefixLength + length;
    }

    /// <summary>What a client that asks is told: how long it may be idle, or to close when it has its answers.</summary>
    // Zero says "close as soon as you can" (RFC 7828 §3.3.2); the shorter idle timeout sees to it.
    private ushort KeepaliveTimeout() => ticket.IsCrowded ? (ushort)0 : (ushort)(_options.IdleTimeout / KeepaliveUnit);
}
