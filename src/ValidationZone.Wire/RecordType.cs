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

    /// <summary>Host information; the minimal answer to ANY is made of it (RFC 8482 §4.2).</summary>
    Hinfo = 13,

    /// <summary>A mail exchanger.</summary>
    Mx = 15,

    /// <summary>Text strings; DNS-01 values live here.</summary>
    Txt = 16,

    /// <summary>An IPv6 address.</summary>
    Aaaa = 28,

    /// <summary>The pseudo-record that carries EDNS.</summary>
    Opt = 41,

    /// <summary>A delegation signer.</summary>
    Ds = 43,

    /// <summary>A signature over an RRset.</summary>
    Rrsig = 46,

    /// <summary>A public key of a zone.</summary>
    Dnskey = 48,

    /// <summary>The marker for a name that does not exist in compact denial.</summary>
    NxName = 128,

    /// <summary>Transaction key negotiation.</summary>
    Tkey = 249,

    /// <summary>A transaction signature.</summary>
    Tsig = 250,

    /// <summary>An incremental zone transfer.</summary>
    Ixfr = 251,

    /// <summary>A full zone transfer.</summary>
    Axfr = 252,

    /// <summary>The obsolete request for mailbox records.</summary>
    MailB = 253,

    /// <summary>The obsolete request for mail agents.</summary>
    MailA = 254,

    /// <summary>A question for every type, answered minimally.</summary>
    Any = 255,

    /// <summary>Which certification authorities may issue.</summary>
    Caa = 257,
}
