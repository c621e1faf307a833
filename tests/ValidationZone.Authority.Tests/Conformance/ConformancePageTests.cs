using ValidationZone.Tests.Support;

namespace ValidationZone.Authority.Tests.Conformance;

/// <summary>Watches over the table of conformance rows, and keeps docs/conformance.md true.</summary>
public sealed class ConformancePageTests
{
    private const string WriteVariable = "VALIDATIONZONE_WRITE_DOCS";

    /// <summary>How many rows each group of the first release has.</summary>
    private static readonly (char Group, int Count)[] Groups =
        [('H', 25), ('Q', 30), ('N', 10), ('E', 22), ('C', 15), ('T', 20), ('A', 10), ('R', 12), ('I', 6)];

    /// <summary>Rows whose tests are being written. Empty when the work is done.</summary>
    private static readonly string[] Pending = [];

    private readonly IReadOnlyList<ConformanceRow> _rows = ConformanceRow.LoadAll();
    private readonly IReadOnlyList<RowCover> _covers = RowCovers.FindAll();

    [Fact]
    public void Every_row_is_listed_once_and_in_order()
    {
        IEnumerable<string> ids = Groups.SelectMany(group =>
            Enumerable.Range(1, group.Count).Select(number => $"{group.Group}{number:D2}"));

        Assert.Equal(ids, _rows.Select(row => row.Id));
    }

    [Fact]
    public void Every_row_has_a_scenario_or_a_test()
    {
        IEnumerable<string> uncovered = _rows.Select(row => row.Id).Except(_covers.Select(cover => cover.Row));

        Assert.Empty(uncovered.Except(Pending));
    }

    [Fact]
    public void Every_row_is_shown_over_all_transports_where_it_applies()
    {
        IEnumerable<string> missing =
            from row in _rows.ExceptBy(Pending, row => row.Id)
            let over = _covers.Where(cover => cover.Row == row.Id).SelectMany(cover => cover.Over)
            from transport in row.Over.Except(over)
            select $"{row.Id} over {transport}";

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_test_names_rows_and_transports_that_there_are()
    {
        Assert.Empty(_covers.Select(cover => cover.Row).Except(_rows.Select(row => row.Id)));
        Assert.Empty(_covers.SelectMany(cover => cover.Over).Except(Transports.All));
        Assert.All(_covers, cover => Assert.Matches(@"^\w+\.\w+$", cover.Test));
    }

    [Fact]
    public void Every_scenario_names_its_rows_and_sends_something()
    {
        foreach (ScenarioRow row in ScenarioFile.LoadAll(RepositoryFolder.Find("tests", "Scenarios")))
        {
            Assert.NotEmpty(row.Ids);
            Assert.NotEmpty(ScenarioRunner.TransportsOf(row));
        }
    }

    [Fact]
    public void Page_is_what_the_rows_and_tests_make_it()
    {
        string path = RepositoryFolder.Find("docs", "conformance.md");
        string page = new ConformancePage(_rows, _covers, Pending).ToString();
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
            File.WriteAllText(path, page);

        string found = File.Exists(path) ? File.ReadAllText(path) : "";

        Assert.True(
            page == found, $"docs/conformance.md is out of date: run this test with {WriteVariable}=1 and commit it");
    }
}
