namespace ValidationZone.Delegation.Tests.Scripted;

/// <summary>A zone that answers as RFC 1034 §4.3.2 says.</summary>
internal sealed class ScriptedZone(string apex, params string[] lines)
{
    private const int NxDomain = 3;

    public string Apex { get; } = apex;

    public List<ScriptedRecord> Records { get; } = [.. lines.Select(ScriptedRecord.Parse)];

    public ScriptedReply Answer(ScriptedQuery query)
    {
        var reply = new ScriptedReply(query);
        string? cut = Records
            .Where(record => record.Type == "NS" && record.Owner != Apex && IsAtOrBelow(query.Name, record.Owner))
            .Select(record => record.Owner)
            .FirstOrDefault();
        if (cut is not null && !(query.Type == "DS" && query.Name == cut))
            return Refer(reply, cut);

        string owner = Records.Any(record => IsAtOrBelow(record.Owner, query.Name)) ? query.Name : Wildcard(query.Name);
        ScriptedRecord[] records =
        [
            .. Records
                .Where(record => record.Owner == owner && (record.Type == query.Type || record.Type == "CNAME"))
                .Select(record => record with { Owner = query.Name }),
        ];
        bool exists = Records.Any(record => IsAtOrBelow(record.Owner, owner));
        return records.Length > 0
            ? reply with { Answer = records }
            : reply with { Authority = Of(Apex, "SOA"), Rcode = exists ? 0 : NxDomain };
    }

    public ScriptedZone Without(string owner, string type)
    {
        Records.RemoveAll(record => record.Owner == owner && record.Type == type);
        return this;
    }

    public ScriptedZone With(params string[] more)
    {
        Records.AddRange(more.Select(ScriptedRecord.Parse));
        return this;
    }

    public static bool IsAtOrBelow(string name, string ancestor) =>
        name == ancestor || name.EndsWith("." + ancestor, StringComparison.Ordinal);

    private ScriptedReply Refer(ScriptedReply reply, string cut)
    {
        ScriptedRecord[] servers = Of(cut, "NS");
        return reply with
        {
            FlagBits = 0,
            Authority = servers,
            Additional = [.. servers.SelectMany(server => Of(server.Name, "A"))],
        };
    }

    private ScriptedRecord[] Of(string owner, string type) =>
        [.. Records.Where(record => record.Owner == owner && record.Type == type)];

    private string Wildcard(string name)
    {
        string above = name;
        while (above != Apex && !Records.Any(record => IsAtOrBelow(record.Owner, above)))
            above = above[(above.IndexOf('.', StringComparison.Ordinal) + 1)..];

        return "*." + above;
    }
}
