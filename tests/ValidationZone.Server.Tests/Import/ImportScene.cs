using System.Text.Json;

namespace ValidationZone.Server.Tests.Import;

/// <summary>A folder with a store of ours and databases of acme-dns, and the command between them.</summary>
internal sealed class ImportScene : IDisposable
{
    public TempFolder Folder { get; } = new();

    /// <summary>What a client of acme-dns knows of an account.</summary>
    public static TestAccount Account(int number) => new(
        AcmeDnsKeys.Username(number),
        AcmeDnsKeys.Key(number),
        $"{AcmeDnsKeys.Subdomain(number)}.auth.example.org",
        AcmeDnsKeys.Subdomain(number));

    public static IEnumerable<AcmeDnsAccountRow> Accounts(int count) =>
        Enumerable.Range(1, count).Select(number => AcmeDnsKeys.Account(number));

    public static IEnumerable<AcmeDnsAccountRow> Fillers(int first, int last) =>
        Enumerable.Range(first, last - first + 1).Select(AcmeDnsKeys.Filler);

    /// <summary>The counts in a report in JSON.</summary>
    public static string Counts(ProgramResult result)
    {
        using var report = JsonDocument.Parse(result.Output);
        int Count(string name) => report.RootElement.GetProperty(name).GetInt32();
        return $"imported {Count("imported")}, there {Count("already_there")}, skipped {Count("skipped")}";
    }

    public void Write(string name, string text) => File.WriteAllText(Folder.File(name), text);

    public string[] Arguments(string from, params string[] more) =>
        ["import", "acme-dns", "--from", $"sqlite:{Folder.File(from)}", "--database", "sqlite:test.db", .. more];

    public Task<ProgramResult> ImportAsync(params string[] more) => ImportFromAsync("acme-dns.db", more);

    public Task<ProgramResult> ImportFromAsync(string from, params string[] more) =>
        ServerProgram.RunAsync(Folder, Arguments(from, more));

    public Task<ProgramResult> RunAsync(params string[] arguments) =>
        ServerProgram.RunAsync(Folder, [.. arguments, "--database", "sqlite:test.db"]);

    public void Dispose() => Folder.Dispose();
}
