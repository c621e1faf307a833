using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using ValidationZone.Authority.Zone;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Answering;

/// <summary>The reply under construction: question repeated, records appended and counted, header last.</summary>
internal ref struct ResponseSections
{
    private readonly ushort _apexPointer;
    private readonly uint _serial;
    private readonly int _endOfQuestion;
    private readonly int _keptForEdns;
    private MessageWriter _writer;
    private ReadOnlySpan<byte> _ownerLabels;
    private ushort _ownerPointer = MessageWriter.QNamePointer;
    private ushort _answers;
    private ushort _authorities;
    private ushort _additionals;

    /// <summary>Repeats the question bit for bit: a resolver that mixes letter case compares it (RFC 4343 §4.1).</summary>
    /// <param name="query">The question.</param>
    /// <param name="response">Where the reply goes.</param>
    /// <param name="limit">How long it may become, in octets.</param>
    /// <param name="keptForEdns">How much of that to keep for the OPT record; 0 for none.</param>
    /// <param name="zone">The zone that answers.</param>
    internal ResponseSections(in Query query, Span<byte> response, int limit, int keptForEdns, ServedZone zone)
    {
        // Inside the zone the QNAME ends in the apex; elsewhere no record is written and no pointer is used.
        int apexOffset = MessageHeader.LengthInOctets + query.QName.Length - zone.Apex.Wire.Length;
        _apexPointer = MessageWriter.PointerTo(Math.Max(apexOffset, MessageHeader.LengthInOctets));
        _serial = zone.Table.Serial;

        // OPT comes last but must fit whatever comes before it, TC or not, so its octets are taken away first.
        _keptForEdns = keptForEdns;
        _writer = new MessageWriter(response, Math.Min(limit, response.Length) - keptForEdns);
        _writer.TryAppend(query.Question);
        _endOfQuestion = _writer.Length;
    }

    /// <summary>Whether there was anything for the answer section, sent or replaced by TC.</summary>
    internal bool HasAnswer { get; private set; }

    internal bool IsTruncated { get; private set; }

    /// <summary>
    /// What exists at the QNAME, or at the end of the chain of aliases there; <see langword="null"/> when that was not
    /// looked for, too.
    /// </summary>
    internal ZoneNode? Node { get; set; }

    /// <summary>How many values of a subdomain there were to send.</summary>
    internal ushort ValueCount { get; private set; }

    /// <summary>Goes on to the name that an alias led to: answers from here on are owned by it.</summary>
    /// <param name="labels">The name relative to the apex.</param>
    internal void FollowAlias(ReadOnlySpan<byte> labels)
    {
        _ownerLabels = labels;
        _ownerPointer = _apexPointer;
    }

    /// <summary>Appends a subdomain's RRset.</summary>
    internal void AppendAnswer(TxtRRset rrset)
    {
        if (IsTruncated)
            return;

        // The octets are made for the QNAME as their owner; behind an alias each record needs another one.
        bool fits = _ownerPointer == MessageWriter.QNamePointer
            ? _writer.TryAppend(rrset.Octets)
            : TryAppendRecords(rrset);
        _answers += rrset.Count;
        ValueCount = rrset.Count;
        HasAnswer = true;
        TruncateUnless(fits);
    }

    /// <summary>Appends one record that is ready to be copied and is owned by the QNAME.</summary>
    internal void AppendAnswer(ReadOnlySpan<byte> record)
    {
        // Only at the QNAME itself: the record's owner is a pointer to it.
        _answers++;
        HasAnswer = true;
        TruncateUnless(_writer.TryAppend(record));
    }

    /// <summary>Appends a static RRset.</summary>
    internal void AppendAnswer(PreparedRRset rrset)
    {
        if (IsTruncated)
            return;

        ushort count = TryAppend(rrset, _ownerLabels, _ownerPointer);
        _answers += count;
        HasAnswer = true;
        TruncateUnless(count > 0);
    }

    /// <summary>Appends the SOA that every negative answer carries (RFC 2308 §3).</summary>
    internal void AppendNegativeSoa(PreparedRRset soa)
    {
        if (IsTruncated)
            return;

        // A negative answer without its SOA could not be cached and would be asked for again and again: TC instead.
        _authorities += TryAppend(soa, [], _apexPointer);
        TruncateUnless(_authorities > 0);
    }

    /// <summary>Appends an RRset to the additional section; one that does not fit is left out without a word.</summary>
    internal void AppendAdditional(PreparedRRset rrset, ReadOnlySpan<byte> ownerLabels)
    {
        if (!IsTruncated)
            _additionals += TryAppend(rrset, ownerLabels, _apexPointer);
    }

    /// <summary>Takes every record out again, so that the question stands alone.</summary>
    internal void Clear()
    {
        _writer.Rewind(_endOfQuestion);
        _answers = _authorities = _additionals = 0;
    }

    /// <summary>Takes every record out again and sets TC: the asker is to come again over TCP.</summary>
    internal void Truncate()
    {
        Clear();
        IsTruncated = true;
    }

    /// <summary>Lets the OPT record be appended, for which room was kept; records before it are complete.</summary>
    [UnscopedRef]
    internal ref MessageWriter OpenAdditional()
    {
        _writer.ExtendEnd(_keptForEdns);
        _additionals++;
        return ref _writer;
    }

    /// <summary>Writes the header.</summary>
    /// <returns>The length of the reply in octets.</returns>
    internal readonly int Finish(in Query query, Verdict verdict) => _writer.Complete(new MessageHeader
    {
        Id = query.Header.Id,
        Flags = MakeFlags(query, verdict, IsTruncated),
        QuestionCount = (ushort)(query.Question.IsEmpty ? 0 : 1),
        AnswerCount = _answers,
        AuthorityCount = _authorities,
        AdditionalCount = _additionals,
    });

    private static ushort MakeFlags(in Query query, Verdict verdict, bool isTruncated)
    {
        // RD and CD go back as they came; AD stays clear, as nothing is authenticated here (RFC 6840 §5.8).
        const ushort Copied = MessageHeader.RecursionDesiredFlag | MessageHeader.CheckingDisabledFlag;
        int flags = MessageHeader.ResponseFlag | (query.Header.Flags & Copied) | ((ushort)verdict.Rcode & 0xF);
        if (verdict.IsAuthoritative)
            flags |= MessageHeader.AuthoritativeFlag;

        if (isTruncated)
            flags |= MessageHeader.TruncatedFlag;

        return (ushort)flags;
    }

    /// <summary>Appends all records of an RRset or none; returns how many.</summary>
    private ushort TryAppend(PreparedRRset rrset, ReadOnlySpan<byte> ownerLabels, ushort ownerPointer)
    {
        int start = _writer.Length;
        foreach (PreparedRecord record in rrset.Records)
        {
            if (!_writer.TryAppend(ownerLabels) || !_writer.TryAppend(ownerPointer)
                || !_writer.TryReserve(record.Tail.Length, out Span<byte> tail))
            {
                // All or nothing: the records before this one must not stay behind uncounted.
                _writer.Rewind(start);
                return 0;
            }

            // The prepared octets are shared by all threads: only the copy is patched.
            record.Tail.CopyTo(tail);
            foreach (ushort at in record.ApexPointers)
                BinaryPrimitives.WriteUInt16BigEndian(tail[at..], _apexPointer);

            if (rrset.Type == RecordType.Soa)
                BinaryPrimitives.WriteUInt32BigEndian(tail[^SoaRdata.NumbersLengthInOctets..], _serial);
        }

        return (ushort)rrset.Records.Length;
    }

    private bool TryAppendRecords(TxtRRset rrset)
    {
        ReadOnlySpan<byte> rest = rrset.Octets;
        while (!rest.IsEmpty)
        {
            int length = TxtRRset.MeasureRecord(rest);
            if (!_writer.TryAppend(_ownerLabels) || !_writer.TryAppend(_ownerPointer)
                || !_writer.TryAppend(rest[sizeof(ushort)..length]))
                return false;

            rest = rest[length..];
        }

        return true;
    }

    /// <summary>
    /// Leaves the question alone with TC set, and nothing is added later: no part of an RRset goes out without the rest
    /// (RFC 2181 §9).
    /// </summary>
    private void TruncateUnless(bool fits)
    {
        if (!fits)
            Truncate();
    }
}
