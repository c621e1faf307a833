namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>Looks for a secret where other users or children of a process could see it.</summary>
internal static class ProcessSecrets
{
    /// <returns>The files under /proc, command lines and environments, that hold the text.</returns>
    public static string[] Find(string secret) =>
    [
        .. Directory.GetDirectories("/proc")
            .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            .SelectMany(folder => new[] { Path.Combine(folder, "cmdline"), Path.Combine(folder, "environ") })
            .Where(file => Read(file).Contains(secret, StringComparison.Ordinal)),
    ];

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
