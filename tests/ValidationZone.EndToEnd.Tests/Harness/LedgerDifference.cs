namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>How many acknowledged values are not served, and how many are served that must not be.</summary>
internal sealed record LedgerDifference(int Lost, int Back)
{
    public static LedgerDifference operator +(LedgerDifference left, LedgerDifference right) =>
        new(left.Lost + right.Lost, left.Back + right.Back);
}
