namespace ValidationZone.Server.Hosting;

/// <summary>Where the files beside a database are, and who may read their folder.</summary>
internal static class DatabaseFiles
{
    /// <summary>The pepper stands beside the database, so that a copy of the database gives no key away.</summary>
    internal static string PepperPath(string databasePath) => databasePath + ".pepper";

    /// <summary>Makes the database's folder readable by its owner only; one that is there stays as it is.</summary>
    internal static void PrepareFolder(string databasePath)
    {
        // The full path always has a folder, also for a file named alone.
        string folder = Path.GetDirectoryName(Path.GetFullPath(databasePath))!;
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        // Windows gives new folders the rights of their parent, and knows no modes.
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly);
    }
}
