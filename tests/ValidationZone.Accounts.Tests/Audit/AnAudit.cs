using System.Net;
using ValidationZone.Accounts.Audit;

namespace ValidationZone.Accounts.Tests.Audit;

/// <summary>A folder for audit files, and what tests do with it.</summary>
internal sealed class AnAudit : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _temp = new();

    public string Folder => _temp.PathOf("audit");

    public static AuditEntry Entry(int number, DateTimeOffset? at = null) => new()
    {
        At = at ?? Noon.AddSeconds(number),
        Actor = AuditActor.Credential(A.Uuid(number)),
        Action = AuditAction.ValuePublished,
        Subdomain = A.Subdomain($"name-{number}"),
        Outcome = AuditOutcome.Done,
    };

    public static AuditEntry OfOperator(int number) =>
        Entry(number) with { Actor = AuditActor.CommandLine($"user-{number}") };

    public static AuditEntry Refusal(DateTimeOffset at) => new()
    {
        At = at,
        Actor = AuditActor.Anonymous,
        Source = IPAddress.Parse("192.0.2.66"),
        Action = AuditAction.AuthenticationRefused,
        Outcome = AuditOutcome.Of("forbidden"),
    };

    public string PathOf(string day) => Path.Combine(Folder, $"audit-{day}.jsonl");

    public string[] Lines(string day = "2026-11-22") => File.ReadAllLines(PathOf(day));

    /// <summary>Opens a log that keeps its files for ever, as its entries have a date and the system's clock goes on.</summary>
    public AuditLog Open(TimeProvider? clock = null, int retentionDays = 0) =>
        new(Folder, retentionDays, clock ?? TimeProvider.System);

    public async Task WriteAsync(params AuditEntry[] entries)
    {
        await using AuditLog log = Open();
        foreach (AuditEntry entry in entries)
            log.Record(entry);
    }

    public Task<AuditPage> ReadAsync(AuditQuery? query = null) =>
        new AuditReader(Folder).ReadAsync(query ?? new AuditQuery(), TestContext.Current.CancellationToken);

    /// <summary>Every page of a query, one after the other.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ReadAllAsync(AuditQuery query)
    {
        var entries = new List<AuditEntry>();
        AuditPage page = await ReadAsync(query);
        entries.AddRange(page.Entries);
        while (page.Next is { } next)
        {
            Assert.True(AuditCursor.TryParse(next.ToString(), out AuditCursor after));
            page = await ReadAsync(query with { After = after });
            entries.AddRange(page.Entries);
        }

        return entries;
    }

    public void Dispose() => _temp.Dispose();
}
