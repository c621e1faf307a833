using System.Text.RegularExpressions;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Benchmarks;

/// <summary>Benchmarks keep working; what they measure is no test.</summary>
public sealed class BenchmarkTests : IDisposable
{
    private static readonly string Comparison = RepositoryFolder.Find("bench", "compare.sh");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_micro_benchmark_runs_once()
    {
        string[] arguments = ["--filter", "*", "--job", "dry", "--inProcess", "--artifacts", _folder.Location];

        FinishedProcess finished = await ChildProcess.RunAsync(
            Tools.BuildValue("Benchmarks"), arguments, bound: TimeSpan.FromMinutes(8));

        Assert.Matches("executed benchmarks: [1-9]", finished.MustSucceed());
        Assert.DoesNotContain("Benchmarks with issues", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comparison_explains_itself()
    {
        FinishedProcess help = await ChildProcess.RunAsync(Comparison, ["--help"]);

        Assert.StartsWith("Usage: bench/compare.sh", help.MustSucceed(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comparison_names_an_option_that_it_does_not_know()
    {
        FinishedProcess refused = await ChildProcess.RunAsync(Comparison, ["--quik"]);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("no such option: --quik", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comparison_is_clean()
    {
        Tools.Require("shellcheck");

        FinishedProcess finished = await ChildProcess.RunAsync(Tools.PathOf("shellcheck"), [Comparison]);

        finished.MustSucceed();
    }

    [Fact]
    public async Task Chart_has_a_bar_for_each_line()
    {
        Tools.Require("bash");
        string chart = _folder.Combine("chart.svg");
        string lines = @"Group\tone <\t1\nGroup\ttwo\t2\n";
        string draw = $"printf '{lines}' | {Tools.BuildValue("LoadGenerator")} chart --out {chart}";

        FinishedProcess finished = await ChildProcess.RunAsync(Tools.PathOf("bash"), ["-c", draw]);

        finished.MustSucceed();
        MatchCollection bars = Regex.Matches(File.ReadAllText(chart), "text-anchor=\"end\"[^>]*>([^<]*)<");
        Assert.Equal(["one &lt;", "two"], bars.Select(bar => bar.Groups[1].Value));
    }
}
