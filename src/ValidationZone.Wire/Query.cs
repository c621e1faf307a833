namespace ValidationZone.Wire;

/// <summary>One parsed question with its EDNS, as a view over the octets that carried it.</summary>
/// <remarks>Valid only while the request buffer is: nothing is copied.</remarks>
public ref struct Query
{
    /// <summary>The request's header.</summary>
    public MessageHeader Header { get; internal set; }

    /// <summary>
    /// The question section, bit for bit: QNAME, QTYPE, QCLASS; empty when only a cookie is asked for (RFC 7873 §5.4).
    /// </summary>
    public ReadOnlySpan<byte> Question { get; internal set; }

    /// <summary>The type asked for; may be one that <see cref="RecordType"/> does not name.</summary>
    public RecordType QType { get; internal set; }

    /// <summary>The class asked for.</summary>
    public RecordClass QClass { get; internal set; }

    /// <summary>Whether the request carries an OPT record, and so understands one in the response.</summary>
    public bool HasEdns { get; internal set; }

    /// <summary>The EDNS version asked for; 0 is the only one there is.</summary>
    public byte EdnsVersion { get; internal set; }

    /// <summary>DO: the asker understands DNSSEC records.</summary>
    public bool DnssecOk { get; internal set; }

    /// <summary>The largest UDP payload that the asker takes, in octets, as sent.</summary>
    public ushort UdpPayloadSize { get; internal set; }

    /// <summary>The options of the OPT record, already known to be well formed.</summary>
    public ReadOnlySpan<byte> EdnsOptions { get; internal set; }

    /// <summary>The name asked for, in wire form, in the asker's letter case.</summary>
    // QTYPE and QCLASS, two octets each, close the question.
    public readonly ReadOnlySpan<byte> QName => Question.IsEmpty ? default : Question[..^4];
}
