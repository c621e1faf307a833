namespace ValidationZone.Server.Tests;

public sealed class WelchTestTests
{
    [Fact]
    public void Statistic_is_the_one_that_was_worked_out_by_hand()
    {
        double statistic = WelchTest.Statistic([1, 2, 3, 4, 5], [2, 4, 6, 8, 10]);

        Assert.Equal(-3 / Math.Sqrt((2.5 / 5) + (10.0 / 5)), statistic, tolerance: 1e-12);
    }

    [Fact]
    public void Shift_of_a_tenth_of_the_scatter_is_found_in_a_thousand_samples()
    {
        double[] first = [.. Enumerable.Range(0, 1000).Select(i => (double)(i * 37 % 100))];
        double[] second = [.. first.Select(sample => sample + 4)];

        Assert.InRange(Math.Abs(WelchTest.Statistic(first, second)), WelchTest.Significant, 10);
        Assert.Equal(0, WelchTest.Statistic(first, first));
    }
}
