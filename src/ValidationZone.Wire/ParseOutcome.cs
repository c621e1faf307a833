namespace ValidationZone.Wire;

/// <summary>What a datagram or stream message turned out to be.</summary>
public enum ParseOutcome : byte
{
    /// <summary>A well-formed question, ready to be answered.</summary>
    Query,

    /// <summary>Not to be answered at all: too short for a header, or itself a response.</summary>
    Ignore,

    /// <summary>Not well formed; the reply is FORMERR without a question.</summary>
    FormErr,

    /// <summary>An opcode that is not implemented; the reply is NOTIMP without a question.</summary>
    NotImp,

    /// <summary>A question that asks for an EDNS version other than 0; the reply is BADVERS.</summary>
    BadVers,
}
