using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ValidationZone.Wire;

namespace ValidationZone.LoadGenerator.Synthetic;

/// <summary>Questions ready to be sent, with what is expected of their replies, asked round and round.</summary>
/// <remarks>
/// They stand one behind another in native memory in the order in which they are asked, so that the processor fetches
/// ahead: the generator must cost less than the server that it measures. Only the ID is written later, by one thread.
/// </remarks>
internal sealed unsafe class QuestionCycle : IDisposable
{
    private const int HeaderLength = 12;
    private const int Alignment = 64;

    // In front of each question: its length, whether the name exists, and which name it is.
    private const int LengthAt = 0;
    private const int ExistsAt = 4;
    private const int IndexAt = 8;
    private const int OctetsAt = 16;
    private const int ExpectedLength = SyntheticZone.ValuesPerName * SyntheticZone.ValueLength;

    private readonly int _stride;
    private readonly int _longest;
    private readonly byte* _memory;

    /// <summary>Writes the questions.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="count">How many questions make the cycle.</param>
    /// <param name="first">Where in the endless sequence it begins, so that two cycles differ.</param>
    internal QuestionCycle(QuestionOptions options, int count, long first = 0)
    {
        Options = options;
        Count = count;
        _longest = HeaderLength + 1 + SyntheticZone.LabelLength + options.Apex.Wire.Length + 4
            + (options.EdnsSize > 0 ? 11 + options.Cookie.Length : 0);
        _stride = (OctetsAt + _longest + ExpectedLength + Alignment - 1) / Alignment * Alignment;
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)_stride * (nuint)count, Alignment);
        for (int at = 0; at < count; at++)
            Write(at, first + at);
    }

    /// <summary>One question about one name.</summary>
    internal static QuestionCycle ForName(QuestionOptions options, long index)
    {
        var cycle = new QuestionCycle(options, count: 1);
        cycle.Write(0, index, exists: true);
        return cycle;
    }

    /// <summary>What is asked.</summary>
    internal QuestionOptions Options { get; }

    /// <summary>How many questions there are.</summary>
    internal int Count { get; }

    /// <summary>Where the octets of a question are; they stay there.</summary>
    internal byte* Start(int at) => Record(at) + OctetsAt;

    /// <summary>How many octets a question has.</summary>
    internal int Length(int at) => *(int*)(Record(at) + LengthAt);

    /// <summary>The octets of a question.</summary>
    internal Span<byte> Question(int at) => new(Start(at), Length(at));

    /// <summary>Whether the question is about a name that exists.</summary>
    internal bool Exists(int at) => *(int*)(Record(at) + ExistsAt) != 0;

    /// <summary>Which name it is about.</summary>
    internal long Index(int at) => *(long*)(Record(at) + IndexAt);

    /// <summary>One of the values that the name has at the start.</summary>
    internal ReadOnlySpan<byte> Expected(int at, int which) =>
        new(ExpectedStart(at, which), SyntheticZone.ValueLength);

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.AlignedFree(_memory);

    private byte* ExpectedStart(int at, int which) =>
        Start(at) + _longest + (which * SyntheticZone.ValueLength);

    private byte* Record(int at) => _memory + ((nint)at * _stride);

    private void Write(int at, long position)
    {
        ulong random = SyntheticZone.Scatter(position);
        bool exists = (int)(random % 100) >= Options.MissingPercent;
        Write(at, (long)((random >> 16) % (ulong)Options.Names), exists);
    }

    private void Write(int at, long index, bool exists)
    {
        *(int*)(Record(at) + ExistsAt) = exists ? 1 : 0;
        *(long*)(Record(at) + IndexAt) = index;
        *(int*)(Record(at) + LengthAt) = WriteQuestion(new Span<byte>(Start(at), _longest), index, exists);
        for (int i = 0; i < SyntheticZone.ValuesPerName; i++)
            SyntheticZone.WriteValue(index, i, new Span<byte>(ExpectedStart(at, i), SyntheticZone.ValueLength));
    }

    private int WriteQuestion(Span<byte> to, long index, bool exists)
    {
        to.Clear();
        to[5] = 1;
        int at = HeaderLength;
        to[at++] = SyntheticZone.LabelLength;
        if (exists)
            SyntheticZone.WriteLabel(index, to.Slice(at, SyntheticZone.LabelLength));
        else
            SyntheticZone.WriteMissingLabel(index, to.Slice(at, SyntheticZone.LabelLength));

        at += SyntheticZone.LabelLength;
        Options.Apex.Wire.CopyTo(to[at..]);
        at += Options.Apex.Wire.Length;
        BinaryPrimitives.WriteUInt16BigEndian(to[at..], (ushort)RecordType.Txt);
        BinaryPrimitives.WriteUInt16BigEndian(to[(at + 2)..], (ushort)RecordClass.Internet);
        at += 4;
        return Options.EdnsSize == 0 ? at : WriteOpt(to, at);
    }

    /// <summary>The OPT record: root, type 41, the size as class, then the cookie (RFC 6891 §6.1.2).</summary>
    private int WriteOpt(Span<byte> to, int at)
    {
        to[11] = 1;
        to[at + 2] = 41;
        BinaryPrimitives.WriteUInt16BigEndian(to[(at + 3)..], (ushort)Options.EdnsSize);
        BinaryPrimitives.WriteUInt16BigEndian(to[(at + 9)..], (ushort)Options.Cookie.Length);
        Options.Cookie.CopyTo(to[(at + 11)..]);
        return at + 11 + Options.Cookie.Length;
    }
}
