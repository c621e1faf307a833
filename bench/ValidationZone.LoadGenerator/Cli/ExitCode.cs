namespace ValidationZone.LoadGenerator.Cli;

/// <summary>What the process says at its end.</summary>
internal static class ExitCode
{
    /// <summary>Every reply was right, and none was lost.</summary>
    internal const int Success = 0;

    /// <summary>It could not run at all.</summary>
    internal const int Failure = 1;

    /// <summary>The command line cannot be understood.</summary>
    internal const int Usage = 2;

    /// <summary>It has run, and replies were wrong or lost.</summary>
    internal const int Mistakes = 3;
}
