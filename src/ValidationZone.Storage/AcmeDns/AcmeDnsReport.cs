namespace ValidationZone.Storage.AcmeDns;

/// <summary>What an import has done so far, or would do.</summary>
public sealed class AcmeDnsReport
{
    /// <summary>How many of those left out are kept by name; the counts go on.</summary>
    public const int MaxListed = 1000;

    private readonly List<SkippedAccount> _skipped = [];
    private readonly SortedDictionary<string, int> _reasons = new(StringComparer.Ordinal);

    /// <summary>How many accounts were looked at.</summary>
    public int ReadCount => ImportedCount + AlreadyThereCount + SkippedCount;

    /// <summary>How many accounts are new here.</summary>
    public int ImportedCount { get; internal set; }

    /// <summary>How many accounts were here before.</summary>
    public int AlreadyThereCount { get; internal set; }

    /// <summary>How many live values came with the new ones.</summary>
    public int ValueCount { get; internal set; }

    /// <summary>How many accounts were left out.</summary>
    public int SkippedCount { get; private set; }

    /// <summary>How many for which reason.</summary>
    public IReadOnlyDictionary<string, int> Reasons => _reasons;

    /// <summary>Which were left out, the first of them.</summary>
    public IReadOnlyList<SkippedAccount> Skipped => _skipped;

    internal void Skip(string? subdomain, string reason)
    {
        SkippedCount++;
        _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
        if (_skipped.Count < MaxListed)
            _skipped.Add(new SkippedAccount(subdomain ?? "", reason));
    }
}
