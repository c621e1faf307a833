using System.Text.RegularExpressions;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests.Threats;

/// <summary>Keeps docs/security.md true: each threat is there, and each test that it names.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string[] Threats =
    [
        .. Enumerable.Range(1, 10).Select(number => $"T-{number:D2}"),
        "T-17", "T-20", "T-21", "T-22", "T-28", "T-29", "T-30",
    ];

    private readonly string _page = File.ReadAllText(RepositoryFolder.Find("docs", "security.md"));

    [Fact]
    public void Every_threat_has_one_row_with_tests_in_it()
    {
        string[] rows = [.. Row().Matches(_page).Select(row => row.Groups["threat"].Value)];

        Assert.Equal(Threats, rows.Order(StringComparer.Ordinal));
        Assert.All(Row().Matches(_page), row => Assert.Matches(Named(), row.Value));
    }

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        HashSet<string> tests = [.. Directory
            .EnumerateFiles(RepositoryFolder.Find("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .SelectMany(TestsOf)];

        Assert.All(
            Named().Matches(_page), match => Assert.Contains("ValidationZone." + match.Groups["test"].Value, tests));
    }

    /// <summary>The full names of the tests in a file: an attribute that makes one, then its method.</summary>
    private static IEnumerable<string> TestsOf(string file)
    {
        string text = File.ReadAllText(file);
        string type = $"{Namespace().Match(text).Groups["name"].Value}.{Path.GetFileNameWithoutExtension(file)}";
        return Test().Matches(text).Select(match => $"{type}.{match.Groups["name"].Value}");
    }

    [GeneratedRegex(@"^\| (?<threat>T-\d\d) \|.*\|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<test>\w+\.Tests\.[\w.]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Named();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Namespace();

    [GeneratedRegex(
        @"^ *\[(Fact|Theory)\b((?!\bpublic ).)*\bpublic (async )?(void|Task) (?<name>\w+)\(",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Test();
}
