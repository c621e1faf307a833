using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>A folder of its own for one test, private to its user and deleted afterwards.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder()
    {
        Location = Directory.CreateTempSubdirectory("validationzone-e2e-").FullName;
    }

    public string Location { get; }

    public string Combine(params string[] parts) => Path.Combine([Location, .. parts]);

    public string Subfolder(string name) => Directory.CreateDirectory(Combine(name)).FullName;

    /// <summary>Writes a file at one stroke: a server that reads it again at this moment sees no half of it.</summary>
    public string Write(string name, string content)
    {
        string file = Combine(name);
        File.WriteAllText(file + ".new", content);
        File.Move(file + ".new", file, overwrite: true);
        return file;
    }

    public void Dispose()
    {
        SecretLedger.KeepFolder(Location);
        Directory.Delete(Location, recursive: true);
    }
}
