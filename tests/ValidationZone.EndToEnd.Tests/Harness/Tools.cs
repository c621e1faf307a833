using System.Reflection;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>Programs of the machine that a test cannot do without.</summary>
internal static class Tools
{
    private static readonly string[] Folders =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/sbin", "/usr/local/sbin"];

    /// <summary>Whether the full lengths were asked for, instead of those that keep a run short.</summary>
    public static bool LongRun => Environment.GetEnvironmentVariable("VALIDATIONZONE_LONG_TESTS") == "1";

    /// <summary>Whether all these programs are there, for what several tests share and cannot skip.</summary>
    public static bool Has(params string[] programs) => programs.All(program => Find(program) is not null);

    /// <summary>Skips the test when a program is missing; where CI=true, fails it: nothing may be missing.</summary>
    public static void Require(params string[] programs)
    {
        string[] missing = [.. programs.Where(program => Find(program) is null)];
        SkipUnless(missing.Length == 0, $"not installed: {string.Join(", ", missing)}");
    }

    public static void RequireRoot() =>
        SkipUnless(LinuxCalls.EffectiveUserId() == 0, "needs root, to mount file systems");

    public static string PathOf(string program) =>
        Find(program) ?? throw new FileNotFoundException($"{program} is not installed");

    /// <summary>A value that the project file wrote into this assembly.</summary>
    public static string BuildValue(string key) => Assembly.GetExecutingAssembly()
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;

    private static void SkipUnless(bool condition, string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.True(condition, reason);
        Assert.SkipUnless(condition, reason);
    }

    private static string? Find(string program) =>
        Folders.Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
