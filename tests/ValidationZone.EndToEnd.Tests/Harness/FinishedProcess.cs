namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>How a program ended and all it printed.</summary>
internal sealed record FinishedProcess(int ExitCode, string Output)
{
    /// <summary>Fails the test, showing what was printed, unless the program ended well.</summary>
    public string MustSucceed()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}; it printed:\n{Output}");
        return Output;
    }
}
