namespace ValidationZone.Server.Tests;

/// <summary>How a run of the executable ended.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    public string AllText => Output + Error;

    public IReadOnlyList<string> ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
