namespace ValidationZone.Accounts;

/// <summary>A file that gets its name only when it is whole and on the disk; until then it is PATH<c>.partial</c>.</summary>
/// <remarks>Its mode is 0600. It never takes the place of a file that is there.</remarks>
public sealed class DraftFile : IDisposable
{
    private readonly string _target;
    private bool _isPublished;

    private DraftFile(string target)
    {
        _target = target;
        Path = target + ".partial";
    }

    /// <summary>Where to write it.</summary>
    public string Path { get; }

    /// <summary>Makes an empty draft.</summary>
    /// <param name="path">The name that the file is to have.</param>
    /// <exception cref="IOException">There is such a file, or a draft of it, or it cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static DraftFile Create(string path)
    {
        var draft = new DraftFile(System.IO.Path.GetFullPath(path));
        draft.RequireNone();
        try
        {
            PrivateFile.Open(draft.Path, FileMode.CreateNew, FileShare.None).Dispose();
        }
        catch (IOException) when (File.Exists(draft.Path))
        {
            throw new IOException(
                $"{draft.Path} is there: it is being written, or was left by a command that was cut off; remove it then");
        }

        return draft;
    }

    /// <summary>Forces it to the disk and gives it its name.</summary>
    /// <exception cref="IOException">That failed, or somebody has made a file of that name meanwhile.</exception>
    public void Publish()
    {
        // The content before the name: after a loss of power, a name must not lead to half a file.
        using (var file = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read))
            file.Flush(flushToDisk: true);

        RequireNone();
        File.Move(Path, _target);
        _isPublished = true;
    }

    /// <summary>Removes it unless it has its name.</summary>
    public void Dispose()
    {
        if (!_isPublished)
            File.Delete(Path);
    }

    private void RequireNone()
    {
        if (System.IO.Path.Exists(_target))
            throw new IOException($"{_target} is there already, and stays as it is");
    }
}
