using System.Buffers.Binary;
using System.Diagnostics;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Answering;

/// <summary>Writes the OPT record of a reply (RFC 6891 §6.1).</summary>
/// <param name="options">What the operator chose.</param>
/// <param name="identifier">The server's identifier for NSID; empty for none.</param>
internal sealed class EdnsResponse(AnswererOptions options, byte[] identifier)
{
    /// <summary>Root owner, type, size, version and flags, RDLENGTH.</summary>
    private const int RecordLength = 11;

    private const int KeepaliveLength = EdnsOptions.HeaderLengthInOctets + sizeof(ushort);
    private const int CookieLength = EdnsOptions.HeaderLengthInOctets + ServerCookie.LengthInOctets;
    private const uint DnssecOkBit = 0x8000;

    /// <summary>Replies inside TLS are padded to a multiple of this many octets (RFC 8467 §4.1).</summary>
    private const int PaddingBlock = 468;

    /// <summary>How much room to keep for the record while sections are written, in octets.</summary>
    /// <remarks>An extended error is not counted: replies that carry one have empty sections.</remarks>
    internal int Measure(in EdnsRequest request)
    {
        int length = RecordLength;
        if (SendsCookie(request))
            length += CookieLength;

        if (request.WantsKeepalive)
            length += KeepaliveLength;

        return SendsIdentifier(request) ? length + EdnsOptions.HeaderLengthInOctets + identifier.Length : length;
    }

    /// <summary>Appends the record; the caller has kept room for it.</summary>
    /// <param name="writer">The reply, complete but for this record.</param>
    /// <param name="query">The request.</param>
    /// <param name="verdict">How it was decided.</param>
    /// <param name="request">What its options ask for.</param>
    /// <param name="context">What carried it, and from where.</param>
    internal void Append(
        ref MessageWriter writer, in Query query, Verdict verdict, in EdnsRequest request, in QueryContext context)
    {
        // An extended error comes with replies that hold no records, so that the least limit of 512 octets has room for
        // it behind the longest question. A reply without its OPT would count a record that is not there.
        int start = writer.Length;
        bool hasRoom = writer.TryReserve(RecordLength, out Span<byte> record);
        Debug.Assert(hasRoom, "room was kept for the record");
        if (!hasRoom)
            return;

        // Version 0 whatever was asked for; DO comes back as it came, unknown flags do not (RFC 6891 §6.1.3, §6.1.4).
        uint extended = ((uint)verdict.Rcode >> 4 << 24) | (query.DnssecOk ? DnssecOkBit : 0);
        // Every octet is written: the reserved ones may still hold an earlier reply to somebody else.
        record[0] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(record[1..], (ushort)RecordType.Opt);
        BinaryPrimitives.WriteUInt16BigEndian(record[3..], options.MaxUdpPayloadSize);
        BinaryPrimitives.WriteUInt32BigEndian(record[5..], extended);

        AppendCookie(ref writer, request, context);
        AppendIdentifier(ref writer, request);
        AppendKeepalive(ref writer, request, context);
        AppendExtendedError(ref writer, verdict.ExtendedError);
        AppendPadding(ref writer, request);
        BinaryPrimitives.WriteUInt16BigEndian(record[9..], (ushort)(writer.Length - start - RecordLength));
    }

    private static bool SendsCookie(in EdnsRequest request) =>
        request.Cookie is CookieStatus.ClientOnly or CookieStatus.Invalid or CookieStatus.Valid;

    private bool SendsIdentifier(in EdnsRequest request) => request.WantsNsid && identifier.Length > 0;

    /// <summary>Writes an option's code and length, and takes its octets for the caller to fill.</summary>
    private static bool TryBegin(ref MessageWriter writer, EdnsOptionCode code, int length, out Span<byte> value)
    {
        value = default;
        if (!writer.TryReserve(EdnsOptions.HeaderLengthInOctets + length, out Span<byte> option))
            return false;

        BinaryPrimitives.WriteUInt16BigEndian(option, (ushort)code);
        BinaryPrimitives.WriteUInt16BigEndian(option[2..], (ushort)length);
        value = option[EdnsOptions.HeaderLengthInOctets..];
        return true;
    }

    private void AppendCookie(ref MessageWriter writer, in EdnsRequest request, in QueryContext context)
    {
        if (!SendsCookie(request)
            || !TryBegin(ref writer, EdnsOptionCode.Cookie, ServerCookie.LengthInOctets, out Span<byte> cookie))
            return;

        // A young valid cookie goes back as it came, which saves the hash (RFC 9018 §4.3). While secrets change it may be
        // the other secret's, and every asker should move on to the active one.
        bool isKept = request.Cookie == CookieStatus.Valid
            && options.Cookies!.Staging.IsEmpty
            && ServerCookie.IsFresh(request.CookieOption, request.Now);
        if (isKept)
            request.CookieOption.CopyTo(cookie);
        else
            ServerCookie.Write(request.CookieOption, context.ClientAddress, request.Now, options.Cookies!, cookie);
    }

    private void AppendIdentifier(ref MessageWriter writer, in EdnsRequest request)
    {
        if (SendsIdentifier(request)
            && TryBegin(ref writer, EdnsOptionCode.Nsid, identifier.Length, out Span<byte> value))
            identifier.CopyTo(value);
    }

    private static void AppendKeepalive(ref MessageWriter writer, in EdnsRequest request, in QueryContext context)
    {
        if (request.WantsKeepalive
            && TryBegin(ref writer, EdnsOptionCode.TcpKeepalive, sizeof(ushort), out Span<byte> timeout))
            BinaryPrimitives.WriteUInt16BigEndian(timeout, context.IdleTimeoutTenths);
    }

    /// <summary>The code without EXTRA-TEXT: a text would tell of the software (RFC 8914 §2).</summary>
    private static void AppendExtendedError(ref MessageWriter writer, ExtendedErrorCode code)
    {
        if (code != 0 && TryBegin(ref writer, EdnsOptionCode.ExtendedError, sizeof(ushort), out Span<byte> value))
            BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)code);
    }

    private static void AppendPadding(ref MessageWriter writer, in EdnsRequest request)
    {
        if (!request.WantsPadding)
            return;

        int length = writer.Length + EdnsOptions.HeaderLengthInOctets;
        int missing = (PaddingBlock - (length % PaddingBlock)) % PaddingBlock;

        // The buffer may hold what an earlier reply left there, which is nobody else's to read.
        if (TryBegin(ref writer, EdnsOptionCode.Padding, missing, out Span<byte> padding))
            padding.Clear();
    }
}
