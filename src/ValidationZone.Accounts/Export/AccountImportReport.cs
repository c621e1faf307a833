namespace ValidationZone.Accounts.Export;

/// <summary>What has become of the lines of an export.</summary>
public sealed class AccountImportReport
{
    /// <summary>So many skipped lines are kept; all are counted.</summary>
    public const int MaxKept = 10_000;

    private readonly List<SkippedLine> _skipped = [];

    /// <summary>How many were imported, or would be.</summary>
    public int ImportedCount { get; private set; }

    /// <summary>How many are there already.</summary>
    public int AlreadyThereCount { get; private set; }

    /// <summary>How many were skipped.</summary>
    public int SkippedCount { get; private set; }

    /// <summary>How many there were.</summary>
    public int ReadCount => ImportedCount + AlreadyThereCount + SkippedCount;

    /// <summary>The first that were skipped.</summary>
    public IReadOnlyList<SkippedLine> Skipped => _skipped;

    internal void Add(int line, StoredSubdomain account, ImportVerdict verdict)
    {
        if (verdict == ImportVerdict.Imported)
            ImportedCount++;
        else if (verdict == ImportVerdict.AlreadyThere)
            AlreadyThereCount++;
        else
            Skip(line, account.Subdomain, ReasonFor(verdict));
    }

    internal void Skip(int line, Subdomain? subdomain, string reason)
    {
        SkippedCount++;
        if (_skipped.Count < MaxKept)
            _skipped.Add(new SkippedLine(line, subdomain, reason));
    }

    private static string ReasonFor(ImportVerdict verdict) => verdict == ImportVerdict.Deleted
        ? "it was deleted or revoked here, and does not come back"
        : "another account here has its name or one of its usernames";
}
