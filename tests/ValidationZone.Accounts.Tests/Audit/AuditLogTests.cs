using System.Reflection;
using System.Threading.Channels;
using ValidationZone.Accounts.Audit;
using ValidationZone.Tests.Support;

namespace ValidationZone.Accounts.Tests.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly AnAudit _audit = new();

    public void Dispose() => _audit.Dispose();

    [Fact]
    public async Task Entries_are_written_while_the_log_runs()
    {
        await using AuditLog log = _audit.Open();
        using var stop = new CancellationTokenSource();
        Task loop = log.RunAsync(stop.Token);

        log.Record(AnAudit.Entry(1));
        await Eventually.TrueAsync(() => File.Exists(_audit.PathOf("2026-11-22")) && _audit.Lines().Length == 1);
        log.Record(AnAudit.Entry(2));
        await Eventually.TrueAsync(() => _audit.Lines().Length == 2);

        await stop.CancelAsync();
        await loop;
        Assert.Equal(0, log.DroppedCount);
    }

    [Fact]
    public async Task Everything_is_written_before_the_end()
    {
        await using (AuditLog log = _audit.Open())
        {
            Task loop = log.RunAsync(CancellationToken.None);
            for (int i = 0; i < 10_000; i++)
                log.Record(AnAudit.Entry(1));

            await log.DisposeAsync();
            await loop;
        }

        Assert.Equal(10_000, _audit.Lines().Length);
    }

    [Fact]
    public async Task Files_and_folder_are_for_their_owner_only()
    {
        await _audit.WriteAsync(AnAudit.Entry(1));

        string[] files = Directory.GetFiles(_audit.Folder);
        Assert.Equal(2, files.Length);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(_audit.Folder));
            Assert.Equal([Owner, Owner], [File.GetUnixFileMode(files[0]), File.GetUnixFileMode(files[1])]);
        }
    }

    [Fact]
    public void Clock_that_is_set_back_by_years_puts_nothing_off_for_years()
    {
        var clock = new SteppedClock(TimeProvider.System) { Step = TimeSpan.FromDays(3_650) };
        Channel<AuditEntry> queue = Channel.CreateUnbounded<AuditEntry>();
        var writer = new AuditWriter(
            new AuditFiles(_audit.Folder), retentionDays: 0, queue.Reader, new RefusalAllowance(clock), clock);
        queue.Writer.TryWrite(AnAudit.OfOperator(1));
        writer.Work(dropped: 0);

        clock.Step = TimeSpan.Zero;
        TimeSpan wait = writer.Work(dropped: 0);

        Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Files_that_root_makes_in_a_closed_folder_do_not_shut_its_server_out()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows knows no modes");
        Directory.CreateDirectory(_audit.Folder);
        UnixFileMode made = await MakeAsGuestAsync((UnixFileMode)0b111_000_000);
        File.Delete(_audit.PathOf("2026-11-22"));
        UnixFileMode madeInOpenFolder = await MakeAsGuestAsync((UnixFileMode)0b111_101_101);

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(Environment.IsPrivilegedProcess ? (UnixFileMode)0b110_110_110 : Owner, made);
        Assert.Equal(Owner, madeInOpenFolder);
    }

    [Fact]
    public async Task Each_day_has_its_file()
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 11, 22, 23, 59, 59, TimeSpan.Zero));
        await using (AuditLog log = _audit.Open(clock))
        {
            log.Record(AnAudit.Entry(1, clock.GetUtcNow()));
            clock.Advance(TimeSpan.FromSeconds(1));
            log.Record(AnAudit.Entry(2, clock.GetUtcNow()));
            log.Record(AnAudit.Entry(3, clock.GetUtcNow()));
        }

        Assert.Single(_audit.Lines("2026-11-22"));
        Assert.Equal(2, _audit.Lines("2026-11-23").Length);
    }

    [Fact]
    public async Task Two_writers_in_one_folder_leave_whole_lines_of_both()
    {
        await using AuditLog server = _audit.Open();
        await using AuditLog command = _audit.Open();
        Task[] loops = [server.RunAsync(CancellationToken.None), command.RunAsync(CancellationToken.None)];

        for (int i = 0; i < 500; i++)
        {
            server.Record(AnAudit.OfOperator(1));
            command.Record(AnAudit.OfOperator(2));
            if (i % 50 == 0)
                await Task.Yield();
        }

        await server.DisposeAsync();
        await command.DisposeAsync();
        await Task.WhenAll(loops);
        IReadOnlyList<AuditEntry> entries = await _audit.ReadAllAsync(new AuditQuery());
        Assert.Equal(1000, _audit.Lines().Length);
        Assert.Equal(500, entries.Count(entry => entry == AnAudit.OfOperator(1)));
        Assert.Equal(500, entries.Count(entry => entry == AnAudit.OfOperator(2)));
    }

    [Fact]
    public async Task Writers_that_meet_at_every_line_never_tear_one()
    {
        Task[] writers = [.. Enumerable.Range(1, 4).Select(number => Task.Run(async () =>
        {
            for (int i = 0; i < 50; i++)
                await _audit.WriteAsync(AnAudit.Entry(number));
        }))];

        await Task.WhenAll(writers);

        Assert.Equal(200, (await _audit.ReadAsync()).Entries.Count);
        Assert.Equal(200, _audit.Lines().Length);
    }

    [Fact]
    public async Task Torn_last_line_is_ended_and_only_that_one_is_lost()
    {
        await _audit.WriteAsync(AnAudit.Entry(1), AnAudit.Entry(2));
        await using (FileStream file = File.OpenWrite(_audit.PathOf("2026-11-22")))
            file.SetLength(file.Length - 10);

        AuditPage torn = await _audit.ReadAsync();
        await _audit.WriteAsync(AnAudit.Entry(3));

        Assert.Equal([AnAudit.Entry(1)], torn.Entries);
        Assert.Equal([AnAudit.Entry(1), AnAudit.Entry(3)], (await _audit.ReadAsync()).Entries);
    }

    [Fact]
    public async Task Folder_that_cannot_be_written_costs_no_entry_when_it_can_be_again()
    {
        var clock = new FakeClock(AnAudit.Noon);
        await File.WriteAllTextAsync(_audit.Folder, "in the way", TestContext.Current.CancellationToken);
        await using AuditLog log = _audit.Open(clock);
        Task loop = log.RunAsync(CancellationToken.None);

        log.Record(AnAudit.Entry(1));
        await Eventually.TrueAsync(() => log.LastFailure is not null);
        File.Delete(_audit.Folder);
        log.Record(AnAudit.Entry(2));
        await clock.AdvanceUntilAsync(Task.Run(
            () => Eventually.TrueAsync(() => log.LastFailure is null), TestContext.Current.CancellationToken));

        await log.DisposeAsync();
        await loop;
        Assert.Equal([AnAudit.Entry(1), AnAudit.Entry(2)], (await _audit.ReadAsync()).Entries);
        Assert.Equal(0, log.DroppedCount);
    }

    [Fact]
    public async Task Last_entry_is_not_lost_to_somebody_who_holds_the_lock_for_longer_than_a_write_takes()
    {
        await _audit.WriteAsync(AnAudit.Entry(1));
        await using AuditLog other = _audit.Open();
        AuditLog log = _audit.Open();
        log.Record(AnAudit.Entry(2));
        other.Record(AnAudit.Entry(3));

        Task ending;
        string path = Path.Combine(_audit.Folder, "audit.lock");
        await using (new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None))
        {
            ending = Task.Run(async () => await log.DisposeAsync(), TestContext.Current.CancellationToken);
            // By then, one that tries again later has given up for now.
            _ = other.RunAsync(CancellationToken.None);
            await Eventually.TrueAsync(() => other.LastFailure is not null);
        }

        await ending;
        Assert.Equal((0, null), (log.DroppedCount, log.LastFailure));
        Assert.Contains(AnAudit.Entry(2), (await _audit.ReadAsync()).Entries);
    }

    [Fact]
    public async Task Disk_that_is_full_at_the_end_is_told_with_what_was_lost()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no device that is always full");
        Directory.CreateDirectory(_audit.Folder);
        File.CreateSymbolicLink(_audit.PathOf("2026-11-22"), "/dev/full");
        AuditLog log = _audit.Open();

        log.Record(AnAudit.Entry(1));
        log.Record(AnAudit.Entry(2));
        await log.DisposeAsync();

        Assert.Equal(2, log.DroppedCount);
        Assert.Contains("No space left", log.LastFailure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_that_find_the_queue_full_are_counted_in_an_entry()
    {
        await using (AuditLog log = _audit.Open(new FakeClock(AnAudit.Noon)))
        {
            for (int i = 0; i < AuditLog.Capacity + 7; i++)
                log.Record(AnAudit.Entry(1));

            Assert.Equal(7, log.DroppedCount);
        }

        IReadOnlyList<AuditEntry> entries = await _audit.ReadAllAsync(new AuditQuery());
        Assert.Equal(AuditLog.Capacity + 1, entries.Count);
        Assert.Equal(7, entries.Single(entry => entry.Action == AuditAction.EntriesDropped).Count);
    }

    [Fact]
    public async Task Refusals_of_strangers_beyond_a_few_are_counted_and_not_listed()
    {
        var clock = new FakeClock(AnAudit.Noon);
        await using (AuditLog log = _audit.Open(clock))
        {
            for (int i = 0; i < 5_000; i++)
                log.Record(AnAudit.Refusal(clock.GetUtcNow()));

            clock.Advance(TimeSpan.FromSeconds(2));
            for (int i = 0; i < 5_000; i++)
                log.Record(AnAudit.Refusal(clock.GetUtcNow()));

            log.Record(AnAudit.Entry(1));
        }

        IReadOnlyList<AuditEntry> entries = (await _audit.ReadAsync()).Entries;
        Assert.Equal(22, entries.Count(entry => entry.Action == AuditAction.AuthenticationRefused));
        Assert.Equal(9_978, entries.Single(entry => entry.Action == AuditAction.RefusalsCounted).Count);
        Assert.Contains(AnAudit.Entry(1), entries);
    }

    [Fact]
    public async Task Counted_refusals_are_told_while_the_log_runs()
    {
        var clock = new FakeClock(AnAudit.Noon);
        await using AuditLog log = _audit.Open(clock);
        Task loop = log.RunAsync(CancellationToken.None);

        for (int i = 0; i < 100; i++)
            log.Record(AnAudit.Refusal(clock.GetUtcNow()));

        await clock.AdvanceUntilAsync(Task.Run(
            () => Eventually.TrueAsync(() => File.Exists(_audit.PathOf("2026-11-22"))
                && _audit.Lines().Any(line => line.Contains("refusals_counted", StringComparison.Ordinal))),
            TestContext.Current.CancellationToken));

        await log.DisposeAsync();
        await loop;
        AuditPage page = await _audit.ReadAsync(new AuditQuery { Action = AuditAction.RefusalsCounted });
        Assert.Equal(100 - RefusalAllowance.Burst, page.Entries.Sum(entry => entry.Count));
    }

    [Fact]
    public async Task Refusal_that_is_counted_while_the_writer_is_busy_is_told_soon()
    {
        var clock = new FakeClock(AnAudit.Noon);
        await using AuditLog log = _audit.Open(clock);
        Directory.CreateDirectory(_audit.Folder);
        Task loop;
        await using (new FileStream(Path.Combine(_audit.Folder, "audit.lock"), FileMode.Create, FileAccess.Write, FileShare.None))
        {
            for (int i = 0; i < RefusalAllowance.Burst; i++)
                log.Record(AnAudit.Refusal(clock.GetUtcNow()));

            loop = log.RunAsync(CancellationToken.None);
            // From then on the writer waits for the lock, and has looked at the count.
            await Eventually.TrueAsync(() => log.WaitingCount == 0);
            log.Record(AnAudit.Refusal(clock.GetUtcNow()));
        }

        // Less than the hour after which the writer looks again anyway; nothing else is armed for so soon.
        await clock.WaitForTimerAsync(AnAudit.Noon.AddMinutes(1), TestContext.Current.CancellationToken);

        await log.DisposeAsync();
        await loop;
        Assert.Single((await _audit.ReadAsync(new AuditQuery { Action = AuditAction.RefusalsCounted })).Entries);
    }

    [Theory]
    [InlineData(2, new[] { "2026-11-20", "2026-11-21" })]
    [InlineData(0, new[] { "2020-01-01", "2026-11-19", "2026-11-20", "2026-11-21" })]
    public async Task Days_beyond_the_retention_go_at_the_start_and_the_others_stay(int days, string[] left)
    {
        await AddDaysAsync("2020-01-01", "2026-11-19", "2026-11-20", "2026-11-21");
        await using AuditLog log = _audit.Open(new FakeClock(AnAudit.Noon), days);
        Task loop = log.RunAsync(CancellationToken.None);

        log.Record(AnAudit.Entry(1));
        await Eventually.TrueAsync(() => File.Exists(_audit.PathOf("2026-11-22")));
        await log.DisposeAsync();
        await loop;

        Assert.Equal(
            [.. left, "2026-11-22"],
            Directory.GetFiles(_audit.Folder, "*.jsonl").Select(path => Path.GetFileName(path)[6..16]).Order());
    }

    [Fact]
    public async Task Day_whose_time_has_come_goes_within_the_hour_and_what_is_not_ours_stays()
    {
        var clock = new FakeClock(AnAudit.Noon);
        await AddDaysAsync("2026-11-20", "old");
        await using AuditLog log = _audit.Open(clock, retentionDays: 2);
        Task loop = log.RunAsync(CancellationToken.None);

        await clock.WaitForTimerAsync(AnAudit.Noon.AddHours(1), TestContext.Current.CancellationToken);
        bool isThereBefore = File.Exists(_audit.PathOf("2026-11-20"));
        for (int hour = 0; hour < 13; hour++)
            await clock.PassAsync(TimeSpan.FromHours(1), TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(() => !File.Exists(_audit.PathOf("2026-11-20")));

        await log.DisposeAsync();
        await loop;
        Assert.True(isThereBefore);
        Assert.True(File.Exists(_audit.PathOf("old")));
    }

    [Fact]
    public async Task File_that_was_moved_away_is_begun_anew()
    {
        await using AuditLog log = _audit.Open();
        Task loop = log.RunAsync(CancellationToken.None);
        log.Record(AnAudit.Entry(1));
        await Eventually.TrueAsync(() => File.Exists(_audit.PathOf("2026-11-22")) && _audit.Lines().Length == 1);

        File.Move(_audit.PathOf("2026-11-22"), _audit.PathOf("moved"));
        log.Record(AnAudit.Entry(2));
        await log.DisposeAsync();
        await loop;

        Assert.Equal([AnAudit.Entry(2)], (await _audit.ReadAsync()).Entries);
    }

    [Fact]
    public void Nothing_public_can_change_or_remove_a_line()
    {
        IEnumerable<string> methods = new[] { typeof(AuditLog), typeof(AuditReader) }
            .SelectMany(type => type.GetMethods(
                BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(method => method.Name);

        Assert.Equal(
            ["DisposeAsync", "ReadAsync", "Record", "RunAsync", "get_DroppedCount", "get_LastFailure"],
            methods.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        AuditLog log = _audit.Open();
        AuditEntry entry = AnAudit.Entry(1);
        for (int i = 0; i < 5_000; i++)
            log.Record(entry);

        long allocated = Allocation.Least(() =>
        {
            for (int i = 0; i < 1_000; i++)
                log.Record(entry);
        });

        Assert.Equal(0, allocated);
    }

    private async Task<UnixFileMode> MakeAsGuestAsync(UnixFileMode folderMode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_audit.Folder, folderMode);

        await using (var log = new AuditLog(_audit.Folder, 90, TimeProvider.System, isGuest: true))
            log.Record(AnAudit.Entry(1));

        return OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(_audit.PathOf("2026-11-22"));
    }

    private async Task AddDaysAsync(params string[] days)
    {
        Directory.CreateDirectory(_audit.Folder);
        foreach (string day in days)
            await File.WriteAllTextAsync(_audit.PathOf(day), "", TestContext.Current.CancellationToken);
    }
}
