using System.Buffers.Binary;
using System.Net;
using ValidationZone.Wire;

namespace ValidationZone.Accounts.Timeline;

/// <summary>What one resolver asked about a subdomain, as it is kept; belongs to the book's lock.</summary>
internal sealed class NotedResolver(UInt128 address, NotedQuestion first)
{
    private NotedQuestion _first = first;
    private NotedQuestion _last = first;
    private NotedQuestion _lastWithValues;
    private long _count;
    private long _txtCount;

    internal UInt128 Address { get; } = address;

    /// <summary>When it asked last, whatever the type, in UTC ticks.</summary>
    internal long LastSeen { get; private set; }

    internal void Note(NotedQuestion question)
    {
        LastSeen = Math.Max(LastSeen, question.At);
        _count++;
        bool isTxt = question.QType == RecordType.Txt;

        // Resolvers that reveal no more of a name than they must ask for other types first (RFC 9156 §2.1).
        if (isTxt && _txtCount++ == 0)
            _first = _last = question;

        // Samples of several sockets are collected one socket after the other, so a later one may come first.
        if (question.At >= _last.At && (isTxt || _txtCount == 0))
            _last = question;
        else if (question.At < _first.At && (isTxt || _txtCount == 0))
            _first = question;

        if (question.HasValues && question.At >= _lastWithValues.At)
            _lastWithValues = question;
    }

    internal ResolverSummary ToSummary() => new(
        ReadAddress(),
        _first.ToQuestion(),
        _lastWithValues.HasValues ? _lastWithValues.ToQuestion() : null,
        _last.ToQuestion(),
        _count,
        _txtCount);

    private IPAddress ReadAddress()
    {
        var octets = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(octets, Address);
        var address = new IPAddress(octets);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
