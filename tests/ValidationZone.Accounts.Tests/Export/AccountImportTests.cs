using System.Text;
using ValidationZone.Accounts.Export;
using ValidationZone.Storage.Sqlite;
using ValidationZone.Tests.Support;

namespace ValidationZone.Accounts.Tests;

public sealed class AccountImportTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly FakeClock _clock = new();
    private SqliteAccountStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _store = await SqliteAccountStore.OpenAsync(_folder.PathOf("validationzone.db"), _clock, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Imported_account_is_what_was_exported()
    {
        StoredSubdomain original = AnExport.FullSubdomain();

        AccountImportReport report = await ImportAsync(AnExport.Text(original));

        Assert.Equal((1, 0, 0), Counts(report));
        Assert.Equal(SortedText(original), SortedText(await FindAsync("shop.example")));
    }

    [Fact]
    public async Task Thousand_accounts_come_in_batches_and_a_second_time_nothing_changes()
    {
        string[] lines = [.. Enumerable.Range(1, 1_001).Select(i => AnExport.Text(
            A.Stored($"name-{i}", revision: 0, A.Credential(i))))];

        AccountImportReport first = await ImportAsync(lines);
        StoredSubdomain before = await FindAsync("name-1001");
        AccountImportReport second = await ImportAsync(lines);

        Assert.Equal((1_001, 0, 0), Counts(first));
        Assert.Equal((0, 1_001, 0), Counts(second));
        Assert.Equal(before.Revision, (await FindAsync("name-1001")).Revision);
    }

    [Fact]
    public async Task Name_that_has_lost_all_its_credentials_can_be_imported_again_too()
    {
        await _store.RegisterAsync(A.NewSubdomain("owned", user: 1));
        string[] lines = [AnExport.Text(A.Stored("bare", revision: 0)), AnExport.Text(A.Stored("owned", revision: 0))];

        AccountImportReport first = await ImportAsync(lines);
        AccountImportReport second = await ImportAsync(lines);

        Assert.Equal((1, 0, 1), Counts(first));
        Assert.Equal((0, 1, 1), Counts(second));
    }

    [Fact]
    public async Task Rehearsal_tells_the_same_and_changes_nothing()
    {
        await _store.RegisterAsync(A.NewSubdomain("taken", user: 9));
        string[] lines =
        [
            AnExport.Text(A.Stored("taken", revision: 0, A.Credential(1))),
            AnExport.Text(A.Stored("new", revision: 0, A.Credential(2))),
        ];

        AccountImportReport rehearsed = await ImportAsync(lines, _store.RehearseImportAsync);
        StoredSubdomain? none = await _store.FindAsync(A.Subdomain("new"), Cancellation);
        AccountImportReport done = await ImportAsync(lines);

        Assert.Null(none);
        Assert.Equal((1, 0, 1), Counts(rehearsed));
        Assert.Equal(rehearsed.Skipped, done.Skipped);
    }

    [Fact]
    public async Task Deleted_name_is_skipped_and_stays_deleted()
    {
        await _store.RegisterAsync(A.NewSubdomain("name", user: 1));
        await _store.DeleteAsync(A.Subdomain("name"));

        AccountImportReport report = await ImportAsync(AnExport.Text(A.Stored("name", revision: 0, A.Credential(2))));

        Assert.Equal("it was deleted or revoked here, and does not come back", Assert.Single(report.Skipped).Reason);
        Assert.NotNull((await FindAsync("name")).DeletedAt);
    }

    [Fact]
    public async Task Name_and_username_of_another_account_are_skipped()
    {
        await _store.RegisterAsync(A.NewSubdomain("name", user: 1));

        AccountImportReport report = await ImportAsync(
            AnExport.Text(A.Stored("name", revision: 0, A.Credential(2))),
            AnExport.Text(A.Stored("other", revision: 0, A.Credential(1))));

        Assert.Equal([2, 3], report.Skipped.Select(skipped => skipped.Line));
        Assert.All(report.Skipped, skipped => Assert.StartsWith("another account", skipped.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Damaged_lines_are_skipped_by_number_and_the_rest_is_imported()
    {
        AccountImportReport report = await ImportAsync(
            AnExport.Text(A.Stored("first", revision: 0, A.Credential(1))),
            "{\"name\":",
            new string(' ', AccountLines.MaxLineLength + 1),
            AnExport.Text(A.Stored("last", revision: 0, A.Credential(2))));

        Assert.Equal((2, 0, 2), Counts(report));
        Assert.Equal([(3, "it is not the JSON of an account"), (4, "it is too long")], Reasons(report));
        Assert.Equal("last", (await FindAsync("last")).Subdomain.Text);
    }

    [Fact]
    public async Task Second_line_of_a_name_or_a_username_is_skipped()
    {
        AccountImportReport report = await ImportAsync(
            AnExport.Text(A.Stored("name", revision: 0, A.Credential(1))),
            AnExport.Text(A.Stored("name", revision: 0, A.Credential(2))),
            AnExport.Text(A.Stored("other", revision: 0, A.Credential(1))));

        const string Reason = "its name or one of its usernames stands in an earlier line";
        Assert.Equal([(3, Reason), (4, Reason)], Reasons(report));
        Assert.Equal(A.Uuid(1), Assert.Single((await FindAsync("name")).Credentials).Username);
    }

    [Fact]
    public async Task Store_that_fails_on_the_way_keeps_the_batches_before()
    {
        string[] lines = [.. Enumerable.Range(1, 600).Select(i => AnExport.Text(
            A.Stored($"name-{i}", revision: 0, A.Credential(i))))];
        int batches = 0;
        var report = new AccountImportReport();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => ImportAsync(
            AnExport.File(lines),
            report,
            batch => ++batches == 1 ? _store.ImportAsync(batch) : throw new StoreUnavailableException("full")));

        Assert.Equal((500, 0, 0), Counts(report));
        Assert.Equal("name-500", (await FindAsync("name-500")).Subdomain.Text);
    }

    [Fact]
    public async Task Import_counts_as_a_use_where_the_last_one_is_not_known()
    {
        await ImportAsync(
            AnExport.Text(A.Stored("unknown", revision: 0, A.Credential(1))),
            AnExport.Text(A.Stored("known", revision: 0, A.Credential(2)) with { LastPublishedAt = AnExport.Past }));

        Assert.Equal(_clock.GetUtcNow(), (await FindAsync("unknown")).LastPublishedAt);
        Assert.Equal(AnExport.Past, (await FindAsync("known")).LastPublishedAt);
    }

    // A store keeps credentials in an order of its own.
    private static string SortedText(StoredSubdomain stored) => AnExport.Text(stored with
    {
        Credentials = [.. stored.Credentials.OrderBy(credential => credential.Username)],
    });

    private static (int Imported, int AlreadyThere, int Skipped) Counts(AccountImportReport report) =>
        (report.ImportedCount, report.AlreadyThereCount, report.SkippedCount);

    private static IEnumerable<(int Line, string Reason)> Reasons(AccountImportReport report) =>
        report.Skipped.Select(skipped => (skipped.Line, skipped.Reason));

    private static async Task ImportAsync(
        string file,
        AccountImportReport report,
        Func<IReadOnlyList<StoredSubdomain>, Task<IReadOnlyList<ImportVerdict>>> store)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(file));
        var reader = new AccountLineReader(stream);
        (_, byte[]? header) = await reader.ReadAsync(Cancellation);
        Assert.Null(AnExport.Lines.CheckHeader(header));
        await new AccountImport(AnExport.Lines, store).RunAsync(reader, report, progress: null, Cancellation);
    }

    private async Task<AccountImportReport> ImportAsync(
        string[] lines, Func<IReadOnlyList<StoredSubdomain>, Task<IReadOnlyList<ImportVerdict>>> store)
    {
        var report = new AccountImportReport();
        await ImportAsync(AnExport.File(lines), report, store);
        return report;
    }

    private Task<AccountImportReport> ImportAsync(params string[] lines) => ImportAsync(lines, _store.ImportAsync);

    private async Task<StoredSubdomain> FindAsync(string name) =>
        (await _store.FindAsync(A.Subdomain(name), Cancellation))!;
}
