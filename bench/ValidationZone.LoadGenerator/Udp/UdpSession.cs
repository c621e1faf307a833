using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Numerics;
using ValidationZone.LoadGenerator.Interop;
using ValidationZone.LoadGenerator.Measuring;
using ValidationZone.LoadGenerator.Synthetic;

namespace ValidationZone.LoadGenerator.Udp;

/// <summary>Questions that wait for their replies on one socket, each under an ID of its own; for one thread.</summary>
internal sealed unsafe class UdpSession : IDisposable
{
    private static readonly long Patience = Stopwatch.Frequency;

    private readonly UdpChannel _channel;
    private readonly QuestionCycle _cycle;
    private readonly Tally _tally;

    // An ID is a slot in its low bits and the slot's turn in the others: a late reply does not pass for the next one.
    private readonly int _slotMask;
    private readonly ushort[] _ids;
    private readonly int[] _questions;
    private readonly long[] _askedAt;
    private readonly int[] _free;
    private int _freeCount;
    private int _next;
    private int _oldestCheck;

    /// <summary>Opens a socket.</summary>
    /// <param name="server">Whom to ask.</param>
    /// <param name="cycle">What to ask; nobody else may use it meanwhile.</param>
    /// <param name="window">How many questions may wait at a time.</param>
    /// <param name="tally">Counts.</param>
    internal UdpSession(IPEndPoint server, QuestionCycle cycle, int window, Tally tally)
    {
        _channel = new UdpChannel(server);
        _cycle = cycle;
        _tally = tally;
        _slotMask = (int)BitOperations.RoundUpToPowerOf2((uint)window) - 1;
        _ids = [.. Enumerable.Range(0, window).Select(slot => (ushort)slot)];
        _questions = new int[window];
        _askedAt = new long[window];
        _free = [.. Enumerable.Range(0, window)];
        _freeCount = window;
    }

    /// <summary>Whether another question may be asked now.</summary>
    internal bool HasRoom => _freeCount > 0 && _channel.HasRoom;

    /// <summary>Whether every question has got its reply, or was given up.</summary>
    internal bool IsIdle => _freeCount == _ids.Length;

    /// <summary>Prepares the next question, and counts its time from <paramref name="askedAt"/>.</summary>
    internal void Ask(long askedAt)
    {
        int slot = _free[--_freeCount];
        _ids[slot] = (ushort)(_ids[slot] + _slotMask + 1);
        _questions[slot] = _next;
        _askedAt[slot] = askedAt;
        byte* question = _cycle.Start(_next);

        // SAFETY: the octets are the cycle's own, and only this thread uses it. The kernel copies them in Flush, which
        // comes before the same question can be asked again because a cycle is longer than what one call sends.
        BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(question, 2), _ids[slot]);
        _channel.Queue(question, _cycle.Length(_next));
        _next = _next + 1 == _cycle.Count ? 0 : _next + 1;
    }

    /// <summary>Sends what was prepared.</summary>
    internal void Flush() => _channel.Flush();

    /// <summary>Takes and checks the replies that are there.</summary>
    /// <param name="isWaiting">Whether to wait for the first, up to a tenth of a second.</param>
    /// <returns>How many there were.</returns>
    internal int Take(bool isWaiting)
    {
        int count = _channel.Receive(isWaiting);
        long now = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
            Take(_channel.Reply(i), now);

        if (count == 0)
            GiveUpBefore(now - Patience);

        return count;
    }

    /// <summary>Waits until something arrives, or until a time.</summary>
    internal void WaitUntil(long timestamp) =>
        _channel.Wait((long)Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp).TotalNanoseconds);

    /// <summary>Looks at a few questions, and gives up those that are too old.</summary>
    /// <remarks>Called often: one lost reply must not hold its slot for ever while others come.</remarks>
    internal void GiveUpSome(long now)
    {
        for (int i = 0; i < 4; i++)
        {
            _oldestCheck = (_oldestCheck + 1) % _ids.Length;
            GiveUp(_oldestCheck, now - Patience);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();

    private void Take(ReadOnlySpan<byte> reply, long now)
    {
        int id = reply.Length < 2 ? -1 : BinaryPrimitives.ReadUInt16BigEndian(reply);
        int slot = id & _slotMask;
        if (id < 0 || slot >= _ids.Length || _askedAt[slot] == 0 || _ids[slot] != id)
        {
            _tally.Add(Finding.Unexpected, 0, 0);
            return;
        }

        _tally.Add(ReplyCheck.Check(_cycle, _questions[slot], reply), now - _askedAt[slot], reply.Length);
        Release(slot);
    }

    private void GiveUpBefore(long timestamp)
    {
        for (int slot = 0; slot < _ids.Length; slot++)
            GiveUp(slot, timestamp);
    }

    private void GiveUp(int slot, long timestamp)
    {
        if (_askedAt[slot] == 0 || _askedAt[slot] > timestamp)
            return;

        _tally.Lost++;
        Release(slot);
    }

    private void Release(int slot)
    {
        _askedAt[slot] = 0;
        _free[_freeCount++] = slot;
    }
}
