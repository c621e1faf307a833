using ValidationZone.Accounts;

namespace ValidationZone.Storage.AcmeDns;

/// <summary>Takes the accounts of an acme-dns server over, in batches that are all or nothing.</summary>
/// <param name="take">Stores a batch, or tells what storing it would come to.</param>
/// <param name="lifetime">How long after its publication a value is live.</param>
/// <param name="clock">Tells which values are live.</param>
public sealed class AcmeDnsImporter(
    Func<IReadOnlyList<StoredSubdomain>, Task<IReadOnlyList<ImportVerdict>>> take,
    TimeSpan lifetime,
    TimeProvider clock)
{
    private static readonly List<AcmeDnsValue> NoValues = [];

    /// <summary>
    /// Imports everything. After an end in the middle it can be done again: what is there already is only counted.
    /// </summary>
    /// <param name="source">What to import.</param>
    /// <param name="report">Is filled as it goes on; whole batches only.</param>
    /// <param name="progress">Is told after each batch.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <exception cref="AcmeDnsUnreadableException">The source could not be read to its end.</exception>
    /// <exception cref="StoreUnavailableException">A batch could not be committed; nothing of it is stored.</exception>
    public async Task RunAsync(
        AcmeDnsSource source, AcmeDnsReport report, IProgress<AcmeDnsReport> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(progress);
        Dictionary<string, List<AcmeDnsValue>> values =
            await source.ReadValuesAsync(clock.GetUtcNow() - lifetime, cancellation).ConfigureAwait(false);
        await foreach (IReadOnlyList<AcmeDnsRow> page in source.ReadPagesAsync(cancellation).ConfigureAwait(false))
        {
            cancellation.ThrowIfCancellationRequested();
            List<StoredSubdomain> batch = Read(page, values, report);
            Count(batch, await take(batch).ConfigureAwait(false), report);
            progress.Report(report);
        }
    }

    private List<StoredSubdomain> Read(
        IReadOnlyList<AcmeDnsRow> page, Dictionary<string, List<AcmeDnsValue>> values, AcmeDnsReport report)
    {
        DateTimeOffset now = clock.GetUtcNow();
        var batch = new List<StoredSubdomain>(page.Count);
        foreach (AcmeDnsRow row in page)
        {
            List<AcmeDnsValue> own = values.GetValueOrDefault(row.Subdomain ?? "", NoValues);
            (StoredSubdomain? account, string? reason) = AcmeDnsAccount.Read(row, own, lifetime, now);
            if (account is null)
                report.Skip(row.Subdomain, reason!);
            else
                batch.Add(account);
        }

        return batch;
    }

    private static void Count(
        List<StoredSubdomain> batch, IReadOnlyList<ImportVerdict> verdicts, AcmeDnsReport report)
    {
        foreach ((StoredSubdomain account, ImportVerdict verdict) in batch.Zip(verdicts))
        {
            switch (verdict)
            {
                case ImportVerdict.Imported:
                    report.ImportedCount++;
                    report.ValueCount += account.Values.Count;
                    break;
                case ImportVerdict.AlreadyThere:
                    report.AlreadyThereCount++;
                    break;
                case ImportVerdict.Deleted:
                    report.Skip(account.Subdomain.Text, "it was deleted or revoked here, and is never given out again");
                    break;
                default:
                    report.Skip(account.Subdomain.Text, "the name or username belongs to another account here");
                    break;
            }
        }
    }
}
