using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

/// <summary>A folder of its own, gone afterwards.</summary>
public sealed class TempFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("validationzone-").FullName;

    public string File(string name) => Path.Combine(Root, name);

    public void Dispose()
    {
        SecretLedger.KeepFolder(Root);
        Directory.Delete(Root, recursive: true);
    }
}
