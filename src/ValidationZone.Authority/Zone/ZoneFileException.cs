namespace ValidationZone.Authority.Zone;

/// <summary>A master file that is not a valid zone.</summary>
public sealed class ZoneFileException : Exception
{
    /// <summary>Lists what is wrong.</summary>
    /// <param name="problems">At least one problem, each as <c>file:line:column: words</c>.</param>
    public ZoneFileException(IReadOnlyList<string> problems)
        : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>Every problem found, in file order, at most 20.</summary>
    public IReadOnlyList<string> Problems { get; }
}
