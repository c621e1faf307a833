using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using ValidationZone.Authority.Zone;
using ValidationZone.Wire;

namespace ValidationZone.Authority.Answering;

/// <summary>Notes what was asked about watched names; other names cost the test of one bit.</summary>
internal static class QuestionSampling
{
    private static readonly UInt128 Mapped = new(0, 0x0000_FFFF_0000_0000);

    /// <summary>Whether a question has to be noted, or it is not known yet which name it is about.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsDue(in ResponseSections sections, Verdict verdict) =>
        sections.Node is { } node ? node.IsWatched : !WasSought(verdict);

    /// <summary>Notes a question when its name is watched.</summary>
    /// <param name="sections">The reply as it is about to leave.</param>
    /// <param name="query">The question.</param>
    /// <param name="verdict">How it was decided in the end.</param>
    /// <param name="isDropped">Whether the limiter withholds the reply.</param>
    /// <param name="zone">The zone that was asked.</param>
    /// <param name="context">Who asks, and the ring to note it in.</param>
    internal static void Note(
        in ResponseSections sections,
        in Query query,
        Verdict verdict,
        bool isDropped,
        ServedZone zone,
        in QueryContext context)
    {
        ZoneNode? node = sections.Node ?? FindUnanswered(query, zone);
        if (node is not { IsWatched: true })
            return;

        bool isWhole = verdict.Rcode == Rcode.NoError && !sections.IsTruncated && !isDropped;
        context.Samples!.Add(new QuestionSample
        {
            Node = node,
            Timestamp = zone.Clock.GetTimestamp(),
            Client = ToNumber(context.ClientAddress),
            Transport = context.Transport,
            QType = query.QType,
            Rcode = verdict.Rcode,
            Values = (byte)(isWhole ? Math.Min(sections.ValueCount, byte.MaxValue) : 0),
            HasAnswer = isWhole && sections.HasAnswer,
            IsTruncated = sections.IsTruncated,
            IsDropped = isDropped,
        });
    }

    /// <summary>Whether the zone was asked and has no such name; other errors are found before that.</summary>
    private static bool WasSought(Verdict verdict) =>
        verdict.Rcode is Rcode.NxDomain or Rcode.ServFail
        || verdict.ExtendedError == ExtendedErrorCode.NotAuthoritative;

    /// <summary>The name in a question that was turned down before the zone was asked: rare, so it is sought now.</summary>
    private static ZoneNode? FindUnanswered(in Query query, ServedZone zone) =>
        query.Question.IsEmpty ? null : zone.Locate(query.QName).Node;

    private static UInt128 ToNumber(ReadOnlySpan<byte> address) => address.Length switch
    {
        sizeof(uint) => Mapped | BinaryPrimitives.ReadUInt32BigEndian(address),
        16 => BinaryPrimitives.ReadUInt128BigEndian(address),
        _ => 0,
    };
}
