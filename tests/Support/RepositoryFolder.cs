namespace ValidationZone.Tests.Support;

/// <summary>Finds files of the repository from the folder in which the tests were built.</summary>
public static class RepositoryFolder
{
    public static string Find(params string[] path)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ValidationZone.sln")))
            folder = folder.Parent;

        return folder is null
            ? throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} is not inside the repository")
            : Path.Combine([folder.FullName, .. path]);
    }
}
