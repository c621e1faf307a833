using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;
using ValidationZone.LoadGenerator.Synthetic;

namespace ValidationZone.LoadGenerator.Measuring;

/// <summary>Questions that wait for their replies on one socket, each under an ID of its own; for one thread.</summary>
internal sealed class PendingQuestions
{
    private readonly QuestionCycle _cycle;
    private readonly Tally _tally;
    private readonly long _patience;

    // An ID is a slot in its low bits and the slot's turn in the others: a late reply does not pass for the next one.
    private readonly int _slotMask;
    private readonly ushort[] _ids;
    private readonly int[] _questions;
    private readonly long[] _askedAt;
    private readonly int[] _free;
    private int _freeCount;
    private int _next;
    private int _lastLookedAt;

    /// <summary>Makes room.</summary>
    /// <param name="cycle">What to ask; nobody else may use it meanwhile.</param>
    /// <param name="window">How many questions may wait at a time.</param>
    /// <param name="tally">Counts.</param>
    /// <param name="patience">After how many ticks a question is given up.</param>
    internal PendingQuestions(QuestionCycle cycle, int window, Tally tally, long patience)
    {
        _patience = patience;
        _cycle = cycle;
        _tally = tally;
        _slotMask = (int)BitOperations.RoundUpToPowerOf2((uint)window) - 1;
        _ids = [.. Enumerable.Range(0, window).Select(slot => (ushort)slot)];
        _questions = new int[window];
        _askedAt = new long[window];
        _free = [.. Enumerable.Range(0, window)];
        _freeCount = window;
    }

    /// <summary>Whether another question may wait.</summary>
    internal bool HasRoom => _freeCount > 0;

    /// <summary>Whether every question has got its reply, or was given up.</summary>
    internal bool IsEmpty => _freeCount == _ids.Length;

    /// <summary>Takes the next question and writes its ID.</summary>
    /// <param name="askedAt">From when its time counts.</param>
    /// <returns>Where it is in the cycle.</returns>
    internal int Add(long askedAt)
    {
        int slot = _free[--_freeCount];
        int question = _next;
        _next = question + 1 == _cycle.Count ? 0 : question + 1;
        _ids[slot] = (ushort)(_ids[slot] + _slotMask + 1);
        _questions[slot] = question;
        _askedAt[slot] = askedAt;
        BinaryPrimitives.WriteUInt16BigEndian(_cycle.Question(question), _ids[slot]);
        return question;
    }

    /// <summary>Checks a reply.</summary>
    internal void Complete(ReadOnlySpan<byte> reply, long now)
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

    /// <summary>Gives up what has waited for too long.</summary>
    internal void GiveUpAll(long now)
    {
        for (int slot = 0; slot < _ids.Length; slot++)
            GiveUp(slot, now - _patience);
    }

    /// <summary>Looks at a few questions, and gives up those that are too old.</summary>
    /// <remarks>Called often: one lost reply must not hold its slot for ever while others come.</remarks>
    internal void GiveUpSome(long now)
    {
        for (int i = 0; i < 4; i++)
        {
            _lastLookedAt = _lastLookedAt + 1 < _ids.Length ? _lastLookedAt + 1 : 0;
            GiveUp(_lastLookedAt, now - _patience);
        }
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
