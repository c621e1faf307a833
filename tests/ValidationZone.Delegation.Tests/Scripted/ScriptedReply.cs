namespace ValidationZone.Delegation.Tests.Scripted;

/// <summary>A reply under construction; each part can be made wrong.</summary>
internal sealed record ScriptedReply(ScriptedQuery Query)
{
    private const int Response = 0x8000;

    public int Id { get; init; } = Query.Id;

    public int Rcode { get; init; }

    /// <summary>AA, TC, RA and the rest of the second pair of octets, without QR and RCODE.</summary>
    public int FlagBits { get; init; } = 0x0400;

    public byte[] Question { get; init; } = Query.Question;

    public IReadOnlyList<ScriptedRecord> Answer { get; init; } = [];

    public IReadOnlyList<ScriptedRecord> Authority { get; init; } = [];

    public IReadOnlyList<ScriptedRecord> Additional { get; init; } = [];

    public byte[] ToOctets() =>
    [
        .. ScriptedRecord.Number(Id), .. ScriptedRecord.Number(Response | FlagBits | Rcode),
        .. ScriptedRecord.Number(Question.Length == 0 ? 0 : 1), .. ScriptedRecord.Number(Answer.Count),
        .. ScriptedRecord.Number(Authority.Count), .. ScriptedRecord.Number(Additional.Count), .. Question,
        .. Answer.Concat(Authority).Concat(Additional).SelectMany(record => record.ToOctets()),
    ];
}
