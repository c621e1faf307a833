using System.Text.Json;
using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>What <c>validationzone check --json</c> printed, under the names of its JSON, and how it ended.</summary>
internal sealed record CheckReport
{
    private const int WouldFail = 1;
    private const int CouldNotTell = 2;

    public required string Domain { get; init; }

    public required string Name { get; init; }

    public required string Verdict { get; init; }

    public required string? Zone { get; init; }

    public required string? ProductionZone { get; init; }

    public required string? Target { get; init; }

    public required string[] Chain { get; init; }

    public required int? Values { get; init; }

    public required long? NegativeTtl { get; init; }

    public required CheckedDnssec Dnssec { get; init; }

    public required CheckedServer[] Servers { get; init; }

    public required CheckFinding[] Findings { get; init; }

    public required int Questions { get; init; }

    public int ExitCode { get; private init; }

    /// <summary>Every finding as a line, for the message of a test that fails.</summary>
    private string Found => string.Join('\n', Findings.Select(finding => finding.ToString()));

    public static CheckReport Read(FinishedProcess finished)
    {
        try
        {
            return JsonSerializer.Deserialize<CheckReport>(finished.Output, JsonSerializerOptions.Web)!
                with { ExitCode = finished.ExitCode };
        }
        catch (JsonException exception)
        {
            throw new InvalidOperationException(
                $"exit code {finished.ExitCode}, no JSON:\n{finished.Output}", exception);
        }
    }

    /// <summary>Asserts that nothing was found, and that the command said so.</summary>
    public void IsHealthy()
    {
        Assert.True(Findings.Length == 0, Found);
        Assert.Equal(("ok", 0), (Verdict, ExitCode));
    }

    /// <summary>Asserts that these are all the findings, and that the name would fail because of one.</summary>
    /// <returns>The first one.</returns>
    public CheckFinding Fails(params string[] codes)
    {
        CheckFinding[] found = Has(codes);
        Assert.Contains(found, finding => finding.Severity == "error");
        Assert.Equal(("fails", WouldFail), (Verdict, ExitCode));
        return found[0];
    }

    /// <summary>Asserts that these are all the findings, and that the name would work in spite of them.</summary>
    /// <returns>The first one.</returns>
    public CheckFinding Warns(params string[] codes)
    {
        CheckFinding[] found = Has(codes);
        Assert.All(found, finding => Assert.Equal("warning", finding.Severity));
        Assert.Equal(("ok", 0), (Verdict, ExitCode));
        return found[0];
    }

    /// <summary>Asserts that these are all the findings, and that the command could not tell.</summary>
    /// <returns>The first one.</returns>
    public CheckFinding CannotTell(params string[] codes)
    {
        CheckFinding[] found = Has(codes);
        Assert.Contains(found, finding => finding.Severity == "unknown");
        Assert.DoesNotContain(found, finding => finding.Severity == "error");
        Assert.Equal(("unknown", CouldNotTell), (Verdict, ExitCode));
        return found[0];
    }

    private CheckFinding[] Has(string[] codes)
    {
        string[] found = [.. Findings.Select(finding => finding.Code).Order(StringComparer.Ordinal)];
        Assert.True(
            found.SequenceEqual(codes.Order(StringComparer.Ordinal)),
            $"wanted: {string.Join(' ', codes)}, found:\n{Found}");
        Assert.All(Findings, finding => Assert.All(
            [finding.Seen, finding.Why, finding.Fix], text => Assert.NotEqual("", text.Trim())));
        return [.. codes.Select(code => Findings.First(finding => finding.Code == code))];
    }
}
