using System.Diagnostics;
using System.Security.Cryptography;
using ValidationZone.Wire;

namespace ValidationZone.Delegation.Asking;

/// <summary>A question as octets, and the test whether a message answers it.</summary>
/// <remarks>One for each try: a new identifier leaves a forger nothing of the last one (RFC 5452 §9.2).</remarks>
internal sealed class QuestionMessage
{
    /// <summary>The payload size that we announce: what fits into nearly every path in one piece.</summary>
    internal const int PayloadSize = 1232;

    private const int OptLength = 11;
    private readonly Question _question;
    private readonly ushort _id;
    private readonly byte[] _octets;

    internal QuestionMessage(Question question)
    {
        _question = question;
        // Whoever cannot see the question must guess this and the port (RFC 5452 §9.2).
        _id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
        _octets = Write();
    }

    /// <summary>The message, without the length prefix of a stream.</summary>
    internal ReadOnlyMemory<byte> Octets => _octets;

    /// <summary>Whether the message answers this question, as far as header and question section tell.</summary>
    /// <remarks>
    /// The name is compared without regard to letter case: servers may change it, and we send it as it was written.
    /// </remarks>
    internal bool IsAnsweredBy(ReadOnlySpan<byte> message)
    {
        if (message.Length < MessageHeader.LengthInOctets)
            return false;

        var header = MessageHeader.Read(message);
        if (!header.IsResponse || header.Id != _id || header.Opcode != Opcode.Query)
            return false;

        // A server that could not read the question may leave it out of its error.
        bool isError = (Rcode)(header.Flags & 0xF) is not (Rcode.NoError or Rcode.NxDomain);
        if (header.QuestionCount == 0)
            return isError && header.AnswerCount == 0;

        return ReplyReader.TryReadQuestion(message, out DomainName? qname, out RecordType qtype)
            && qtype == _question.QType
            && qname.Equals(_question.QName);
    }

    private byte[] Write()
    {
        ReadOnlySpan<byte> name = _question.QName.Wire;
        var buffer = new byte[MessageHeader.LengthInOctets + name.Length + 4 + OptLength];
        var writer = new MessageWriter(buffer, buffer.Length);
        bool isWritten = writer.TryAppend(name)
            && writer.TryAppend((ushort)_question.QType)
            && writer.TryAppend((ushort)RecordClass.Internet)
            && (!_question.HasEdns || TryAppendOpt(ref writer));
        Debug.Assert(isWritten, "the buffer is as long as the question");
        // RD stays off towards authoritative servers: with it some that are resolvers too would answer from a cache.
        int flags = (_question.WantsRecursion ? MessageHeader.RecursionDesiredFlag : 0)
            | (_question.IsUnchecked ? MessageHeader.CheckingDisabledFlag : 0);
        int length = writer.Complete(new MessageHeader
        {
            Id = _id,
            Flags = (ushort)flags,
            QuestionCount = 1,
            AdditionalCount = (ushort)(_question.HasEdns ? 1 : 0),
        });
        return buffer[..length];
    }

    // The root as owner, the type, the payload size as class, no flags, no options (RFC 6891 §6.1.2).
    private static bool TryAppendOpt(ref MessageWriter writer) =>
        writer.TryAppend([0])
        && writer.TryAppend((ushort)RecordType.Opt)
        && writer.TryAppend((ushort)PayloadSize)
        && writer.TryAppend([0, 0, 0, 0, 0, 0]);
}
