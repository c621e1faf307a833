using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Asking;

/// <summary>Asks one server one question, within the limits of the check.</summary>
/// <remarks>Safe from any thread. Nothing that a server does makes it throw.</remarks>
internal sealed class DnsClient(CheckLimits limits, TimeProvider time, QuestionBudget budget) : IDisposable
{
    // A burst of all questions at once would look like an attack to a server, and lose replies in our own buffers.
    private readonly SemaphoreSlim _places = new(limits.MaxParallel);

    // What each server was like: one that has never answered is not waited for again and again.
    private readonly ConcurrentDictionary<IPEndPoint, bool> _hasAnswered = new();

    /// <summary>Asks, again when nothing comes, and over TCP when the reply was cut short.</summary>
    /// <param name="server">Address and port.</param>
    /// <param name="question">What is asked; EDNS is left out by itself where the server does not know it.</param>
    /// <param name="cancellationToken">Ends the whole check.</param>
    /// <returns>How it ended, after up to three datagrams with EDNS and three without, which TCP may follow.</returns>
    internal async Task<Asked> AskAsync(IPEndPoint server, Question question, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Asked asked = await TryAsync(server, question, cancellationToken).ConfigureAwait(false);
            // A server from before EDNS may not understand the question for it (RFC 6891 §6.2.2).
            if (question.HasEdns && (asked.Has(Rcode.FormErr) || asked.Has(Rcode.NotImp)))
            {
                asked = await TryAsync(server, question with { HasEdns = false }, cancellationToken)
                    .ConfigureAwait(false);
            }

            return asked;
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Whether the budget is, so that what was not found may still be there.</summary>
    internal bool IsSpent => budget.IsSpent;

    /// <summary>Whether this server has replied to anything.</summary>
    internal bool HasAnswered(IPEndPoint server) => _hasAnswered.GetValueOrDefault(server);

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private async Task<Asked> TryAsync(IPEndPoint server, Question question, CancellationToken cancellationToken)
    {
        if (!AddressRules.MayBeAsked(server.Address))
            return new Asked(AskOutcome.Unreachable);

        if (_hasAnswered.TryGetValue(server, out bool hasAnswered) && !hasAnswered)
            return new Asked(AskOutcome.Silent);

        for (int tries = 0; tries < limits.TriesPerQuestion; tries++)
        {
            Asked asked = await AskOnceAsync(server, new QuestionMessage(question), cancellationToken)
                .ConfigureAwait(false);
            if (asked.Outcome is AskOutcome.Answered or AskOutcome.Malformed)
                // Even octets that cannot be read show that somebody is there, who is worth another question.
                _hasAnswered[server] = true;

            if (asked.Outcome != AskOutcome.Silent)
                return asked;
        }

        // TryAdd, so that one lost question does not undo an answer that came to another one meanwhile.
        _hasAnswered.TryAdd(server, false);
        return new Asked(AskOutcome.Silent);
    }

    private async Task<Asked> AskOnceAsync(
        IPEndPoint server, QuestionMessage question, CancellationToken cancellationToken)
    {
        Asked asked = await ExchangeAsync(UdpExchange.RunAsync, server, question, cancellationToken)
            .ConfigureAwait(false);
        if (asked.Reply is not { IsTruncated: true })
            return asked;

        asked = await ExchangeAsync(TcpExchange.RunAsync, server, question, cancellationToken).ConfigureAwait(false);
        // Over TCP everything fits, so what is missing is anybody's guess: "no records" least of all.
        return asked.Reply is { IsTruncated: true } ? new Asked(AskOutcome.Malformed) : asked;
    }

    private async Task<Asked> ExchangeAsync(
        Func<IPEndPoint, QuestionMessage, CancellationToken, Task<ReadOnlyMemory<byte>>> exchange,
        IPEndPoint server,
        QuestionMessage question,
        CancellationToken cancellationToken)
    {
        if (!budget.TryTake())
            return new Asked(AskOutcome.Exhausted);

        // Three ends: the try's, the check's and the caller's; only the last is passed on as an exception.
        using var timeout = new CancellationTokenSource(limits.QuestionTimeout, time);
        using var any =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token, budget.Deadline);
        try
        {
            ReadOnlyMemory<byte> message = await exchange(server, question, any.Token).ConfigureAwait(false);
            return Read(message.Span);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Cut off by the end of the check, a server may have been about to answer.
            return new Asked(budget.Deadline.IsCancellationRequested ? AskOutcome.Exhausted : AskOutcome.Silent);
        }
        catch (SocketException e)
        {
            return new Asked(IsOurs(e.SocketErrorCode) ? AskOutcome.Unreachable : AskOutcome.Silent);
        }
        catch (IOException)
        {
            // The connection was closed before the whole message had come.
            return new Asked(AskOutcome.Silent);
        }
    }

    private static Asked Read(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty)
            return new Asked(AskOutcome.Silent);

        if (ReplyReader.TryRead(message, out Reply? reply))
            return new Asked(AskOutcome.Answered, reply);

        // Cut short in the middle of a record: what counts is that TCP is to be asked.
        var header = MessageHeader.Read(message);
        return (header.Flags & MessageHeader.TruncatedFlag) == 0
            ? new Asked(AskOutcome.Malformed)
            : new Asked(AskOutcome.Answered, Truncated(header));
    }

    private static Reply Truncated(MessageHeader header) => new()
    {
        Header = header,
        Answer = [],
        Authority = [],
        Additional = [],
        Rcode = (Rcode)(header.Flags & 0xF),
        LengthInOctets = MessageHeader.LengthInOctets,
    };

    /// <summary>Whether the reason lies on this machine, such as a network without IPv6.</summary>
    private static bool IsOurs(SocketError error) => error is SocketError.NetworkUnreachable
        or SocketError.NetworkDown
        or SocketError.AddressFamilyNotSupported
        or SocketError.AddressNotAvailable
        or SocketError.AccessDenied
        or SocketError.TooManyOpenSockets;
}
