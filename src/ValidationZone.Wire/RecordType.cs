namespace ValidationZone.Wire;

/// <summary>The type of a record or question (RFC 6895 §3.1). Only types that this server treats by name are listed.</summary>
public enum RecordType : ushort
{
    /// <summary>An IPv4 address.</summary>
    A = 1,

    /// <summary>An authoritative name server.</summary>
    Ns = 2,

    /// <summary>The canonical name of an alias.</summary>
    Cname = 5,

    /// <summary>The start of a zone of authority.</summary>
    Soa = 6,

    /// <summary>Host information; RFC 8482 uses it to answer ANY.</summary>
    Hinfo = 13,

    /// <summary>A mail exchanger.</summary>
    Mx = 15,

    /// <summary>Text strings; DNS-01 values live here (RFC 8555 §8.4).</summary>
    Txt = 16,

    /// <summary>An IPv6 address.</summary>
    Aaaa = 28,

    /// <summary>The pseudo-record that carries EDNS (RFC 6891 §6.1).</summary>
    Opt = 41,

    /// <summary>A delegation signer (RFC 4034 §5).</summary>
    Ds = 43,

    /// <summary>A signature over an RRset (RFC 4034 §3).</summary>
    Rrsig = 46,

    /// <summary>The marker for a name that does not exist in compact denial (RFC 9824 §3.4).</summary>
    NxName = 128,

    /// <summary>Transaction key negotiation (RFC 2930).</summary>
    Tkey = 249,

    /// <summary>A transaction signature (RFC 8945).</summary>
    Tsig = 250,

    /// <summary>An incremental zone transfer (RFC 1995).</summary>
    Ixfr = 251,

    /// <summary>A full zone transfer (RFC 5936).</summary>
    Axfr = 252,

    /// <summary>The obsolete request for mailbox records (RFC 1035 §3.2.3).</summary>
    MailB = 253,

    /// <summary>The obsolete request for mail agents (RFC 1035 §3.2.3).</summary>
    MailA = 254,

    /// <summary>A question for every type, answered minimally (RFC 8482).</summary>
    Any = 255,

    /// <summary>Which certification authorities may issue (RFC 8659).</summary>
    Caa = 257,
}
