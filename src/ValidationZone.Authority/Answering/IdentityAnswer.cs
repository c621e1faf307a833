using System.Buffers.Binary;
using System.Text;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Answering;

/// <summary>Answers CHAOS questions about the server itself, when the operator wants them answered (RFC 4892).</summary>
internal sealed class IdentityAnswer
{
    private static readonly byte[] VersionBind = Fold("version.bind");
    private static readonly byte[] VersionServer = Fold("version.server");
    private static readonly byte[] HostnameBind = Fold("hostname.bind");
    private static readonly byte[] IdServer = Fold("id.server");

    private readonly byte[]? _version;
    private readonly byte[]? _identity;

    internal IdentityAnswer(AnswererOptions options)
    {
        _version = PrepareRecord(options.VersionText);
        _identity = PrepareRecord(options.Identity);
    }

    /// <summary>Answers a question of class CHAOS; everything but a configured identity name is REFUSED.</summary>
    internal Verdict Write(ref ResponseSections response, in Query query)
    {
        // Refused by default: what runs here, and where, helps mostly those who look for a known hole.
        byte[]? record = query.QType == RecordType.Txt ? Find(query.QName) : null;
        if (record is null)
            return Verdict.Refused;

        response.AppendAnswer(record.AsSpan());
        return Verdict.Answered;
    }

    private byte[]? Find(ReadOnlySpan<byte> qname)
    {
        if (NameReader.EqualIgnoringCase(qname, VersionBind) || NameReader.EqualIgnoringCase(qname, VersionServer))
            return _version;

        bool asksIdentity = NameReader.EqualIgnoringCase(qname, HostnameBind)
            || NameReader.EqualIgnoringCase(qname, IdServer);
        return asksIdentity ? _identity : null;
    }

    private static byte[] Fold(string name) => DomainName.Parse(name).Wire.ToArray();

    /// <summary>One TXT record of class CHAOS with TTL 0, owned by the QNAME.</summary>
    private static byte[]? PrepareRecord(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;

        // Made once, so that answering only copies; TTL 0 stays in the four octets left alone.
        byte[] rdata = TxtRdata.FromText(Encoding.UTF8.GetBytes(text));
        var record = new byte[12 + rdata.Length];
        BinaryPrimitives.WriteUInt16BigEndian(record, MessageWriter.QNamePointer);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(2), (ushort)RecordType.Txt);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(4), (ushort)RecordClass.Chaos);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(10), (ushort)rdata.Length);
        rdata.CopyTo(record, 12);
        return record;
    }
}
