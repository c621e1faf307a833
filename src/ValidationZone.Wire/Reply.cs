namespace ValidationZone.Wire;

/// <summary>A whole response, read into values that do not depend on the message any more.</summary>
public sealed class Reply
{
    /// <summary>The header.</summary>
    public required MessageHeader Header { get; init; }

    /// <summary>The answer section, records of class IN only.</summary>
    public required IReadOnlyList<ResourceRecord> Answer { get; init; }

    /// <summary>The authority section, records of class IN only.</summary>
    public required IReadOnlyList<ResourceRecord> Authority { get; init; }

    /// <summary>The additional section, records of class IN only, without OPT.</summary>
    public required IReadOnlyList<ResourceRecord> Additional { get; init; }

    /// <summary>The RCODE with the upper bits that OPT carries (RFC 6891 §6.1.3).</summary>
    public required Rcode Rcode { get; init; }

    /// <summary>How long the message was, in octets.</summary>
    public required int LengthInOctets { get; init; }

    /// <summary>Whether the server claims authority for the name in the question.</summary>
    public bool IsAuthoritative => (Header.Flags & MessageHeader.AuthoritativeFlag) != 0;

    /// <summary>Whether something that belongs in the response did not fit.</summary>
    public bool IsTruncated => (Header.Flags & MessageHeader.TruncatedFlag) != 0;

    /// <summary>The records of one name and type in the answer section, in their order.</summary>
    public IEnumerable<ResourceRecord> AnswersOf(DomainName ownerName, RecordType type) =>
        Answer.Where(record => record.Type == type && record.OwnerName.Equals(ownerName));
}
