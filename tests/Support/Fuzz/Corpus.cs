namespace ValidationZone.Tests.Support.Fuzz;

/// <summary>The packets of tests/Corpus: what fuzzers start from.</summary>
public static class Corpus
{
    /// <summary>Every packet, in the order of the file names, so that a seed means the same everywhere.</summary>
    public static byte[][] Load()
    {
        string folder = RepositoryFolder.Find("tests", "Corpus");
        string[] files = [.. Directory.EnumerateFiles(folder, "*.bin", SearchOption.AllDirectories)];
        return [.. files.Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }
}
