namespace ValidationZone.Accounts;

/// <summary>Files and folders that only their owner can read, from the moment they exist.</summary>
/// <remarks>On Windows they inherit the rights of the folder they stand in.</remarks>
public static class PrivateFile
{
    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerReadWrite | UnixFileMode.UserExecute;
    private const UnixFileMode ForAll = OwnerReadWrite
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Makes the folder of a file with mode 0700 if there is none.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void CreateFolderOf(string path)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is null)
            return;

        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnlyFolder);
    }

    /// <summary>Opens a file for writing; a file that is made by it has mode 0600.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">What to do when it exists and when it does not.</param>
    /// <param name="share">
    /// What others may do meanwhile; <see cref="FileShare.None"/> locks it for other processes too.
    /// </param>
    /// <param name="access">Whether to read it too.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static FileStream Open(string path, FileMode mode, FileShare share, FileAccess access = FileAccess.Write)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows())
            // As it is made: whoever opens it before its mode is changed could read it for ever.
            options.UnixCreateMode = OwnerReadWrite;

        return new FileStream(path, options);
    }

    /// <summary>
    /// Opens a file to all if it would shut its owner out: made by root in the folder of a server that is not root.
    /// </summary>
    /// <remarks>In a folder that nobody else can enter, the mode of a file opens it to nobody else.</remarks>
    public static void OpenToOwnerOfFolder(string path)
    {
        if (!OperatingSystem.IsWindows()
            && Environment.IsPrivilegedProcess
            && File.GetUnixFileMode(Path.GetDirectoryName(Path.GetFullPath(path))!) == OwnerOnlyFolder)
        {
            File.SetUnixFileMode(path, ForAll);
        }
    }

    /// <summary>Whether the group or others may do anything with a file.</summary>
    internal static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(path) & ~(OwnerReadWrite | UnixFileMode.UserExecute)) != 0;
}
