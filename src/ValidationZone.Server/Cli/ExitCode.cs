namespace ValidationZone.Server.Cli;

/// <summary>How the process ends; scripts and service managers rely on these.</summary>
internal static class ExitCode
{
    /// <summary>Done, or stopped on request.</summary>
    internal const int Success = 0;

    /// <summary>It could not be done: a port, a store, a name that does not exist.</summary>
    internal const int Failure = 1;

    /// <summary>The command line or the configuration is wrong, or asks for what is not available.</summary>
    internal const int Usage = 2;

    /// <summary>A check could not tell: nothing is wrong as far as it got.</summary>
    internal const int Unknown = 2;
}
