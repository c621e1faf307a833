using System.Net;
using ValidationZone.Accounts.Audit;

namespace ValidationZone.Accounts.Tests.Audit;

public sealed class AuditReaderTests : IDisposable
{
    private readonly AnAudit _audit = new();

    public void Dispose() => _audit.Dispose();

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(7, false)]
    [InlineData(7, true)]
    [InlineData(500, false)]
    [InlineData(500, true)]
    public async Task Pages_together_are_everything_in_order(int limit, bool isNewestFirst)
    {
        // Three days, one of them with more than one chunk of lines.
        AuditEntry[] entries =
        [
            .. Enumerable.Range(0, 700).Select(i => AnAudit.Entry(i, AnAudit.Noon.AddDays(i < 30 ? 0 : i < 680 ? 1 : 5))),
        ];
        await _audit.WriteAsync(entries);

        IReadOnlyList<AuditEntry> read = await _audit.ReadAllAsync(
            new AuditQuery { Limit = limit, IsNewestFirst = isNewestFirst });

        Assert.Equal(isNewestFirst ? entries.Reverse() : entries, read);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Page_that_finds_nothing_ends_when_enough_was_read_and_the_next_goes_on(bool isNewestFirst)
    {
        AuditEntry wanted = AnAudit.Entry(1) with { Action = AuditAction.BackupMade };
        AuditEntry[] others = [.. Enumerable.Repeat(AnAudit.Entry(2), 15_000)];
        await _audit.WriteAsync(isNewestFirst ? [wanted, .. others] : [.. others, wanted]);
        var query = new AuditQuery { Action = AuditAction.BackupMade, IsNewestFirst = isNewestFirst };

        AuditPage first = await _audit.ReadAsync(query);
        AuditPage second = await _audit.ReadAsync(query with { After = first.Next });

        Assert.Empty(first.Entries);
        Assert.Equal([wanted], second.Entries);
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Filters_let_through_what_is_asked_for_and_nothing_else()
    {
        AuditEntry[] entries =
        [
            AnAudit.Entry(1),
            AnAudit.Entry(2) with { Action = AuditAction.ValueRemoved, Outcome = AuditOutcome.Of("storage_unavailable") },
            AnAudit.OfOperator(3),
            AnAudit.Entry(4, AnAudit.Noon.AddDays(1)),
        ];
        await _audit.WriteAsync(entries);

        Assert.Equal([entries[0]], await FindAsync(new() { Subdomain = A.Subdomain("name-1") }));
        Assert.Equal([entries[1]], await FindAsync(new() { Action = AuditAction.ValueRemoved }));
        Assert.Equal([entries[1]], await FindAsync(new() { Outcome = "storage_unavailable" }));
        Assert.Equal([entries[1]], await FindAsync(new() { ActorId = A.Uuid(2).ToString() }));
        Assert.Equal([entries[2]], await FindAsync(new() { ActorId = "user-3" }));
        Assert.Equal(entries[1..], await FindAsync(new() { Since = entries[1].At }));
        Assert.Equal(entries[..1], await FindAsync(new() { Until = entries[1].At }));
        Assert.Equal([entries[3]], await FindAsync(new() { Since = entries[3].At }));
        Assert.Empty(await FindAsync(new() { Subdomain = A.Subdomain("name-1"), Action = AuditAction.ValueRemoved }));
    }

    [Fact]
    public async Task Reader_sees_whole_entries_only_while_others_write()
    {
        await _audit.WriteAsync(AnAudit.Entry(0));
        Task writing = Task.Run(async () =>
        {
            for (int i = 1; i < 200; i++)
                await _audit.WriteAsync(AnAudit.Entry(i));
        }, TestContext.Current.CancellationToken);

        var counts = new List<int>();
        do
            counts.Add((await _audit.ReadAllAsync(new AuditQuery { Limit = 50 })).Count);
        while (!writing.IsCompleted);

        await writing;
        Assert.Equal(counts.Order(), counts);
        Assert.InRange(counts[0], 1, 200);
        Assert.Equal(
            Enumerable.Range(0, 200).Select(i => AnAudit.Entry(i)), await _audit.ReadAllAsync(new AuditQuery()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Octets_that_are_no_lines_hide_nothing_behind_them(bool isNewestFirst)
    {
        await _audit.WriteAsync(AnAudit.Entry(1));
        await File.AppendAllTextAsync(
            _audit.PathOf("2026-11-22"), new string('x', 200_000) + "\n", TestContext.Current.CancellationToken);
        await _audit.WriteAsync(AnAudit.Entry(2));

        IReadOnlyList<AuditEntry> read = await _audit.ReadAllAsync(new AuditQuery { IsNewestFirst = isNewestFirst });

        Assert.Equal([AnAudit.Entry(1), AnAudit.Entry(2)], read.OrderBy(entry => entry.At));
    }

    [Fact]
    public async Task Folder_that_is_not_there_is_an_empty_audit()
    {
        AuditPage page = await _audit.ReadAsync();

        Assert.Empty(page.Entries);
        Assert.Null(page.Next);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(5L)]
    [InlineData(99_999L)]
    [InlineData(long.MaxValue)]
    public async Task Cursor_that_somebody_made_up_gives_whole_entries_or_none(long offset)
    {
        await _audit.WriteAsync(AnAudit.Entry(1), AnAudit.Entry(2));
        var after = new AuditCursor(new DateOnly(2026, 11, 22), offset);

        IReadOnlyList<AuditEntry> forward = await FindAsync(new() { After = after });
        IReadOnlyList<AuditEntry> backward = await FindAsync(new() { After = after, IsNewestFirst = true });

        Assert.Empty(forward.Concat(backward).Except([AnAudit.Entry(1), AnAudit.Entry(2)]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("20261122")]
    [InlineData("20261122-")]
    [InlineData("20261122--1")]
    [InlineData("20261322-1")]
    [InlineData("20261122-99999999999999999999")]
    public void Text_that_is_no_cursor_is_refused(string? text)
    {
        Assert.False(AuditCursor.TryParse(text, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public async Task Page_of_no_or_too_many_entries_is_refused(int limit)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _audit.ReadAsync(new AuditQuery { Limit = limit }));
    }

    private async Task<IReadOnlyList<AuditEntry>> FindAsync(AuditQuery query) => (await _audit.ReadAsync(query)).Entries;
}
