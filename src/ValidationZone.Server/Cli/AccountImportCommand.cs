using System.CommandLine;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;
using ValidationZone.Accounts.Export;
using ValidationZone.Server.Configuration;
using ValidationZone.Server.Hosting;

namespace ValidationZone.Server.Cli;

/// <summary><c>account import</c>: takes over what <c>account export</c> has written.</summary>
internal sealed class AccountImportCommand(CommonOptions common)
{
    private readonly Argument<string> _file = new("FILE")
    {
        Description = "An export, or - for standard input",
    };

    private readonly Option<bool> _yes = new("--yes")
    {
        Description = "Do it; without this option nothing is changed, and you read what would be",
    };

    /// <summary>Makes the command.</summary>
    internal Command Create()
    {
        var import = new Command("import", "Take over accounts that 'account export' has written under the same pepper")
        {
            _file, _yes, common.Config, common.Database, common.Zone, common.Json,
        };
        import.SetAction(RunAsync);
        return import;
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        if (!OperatorSession.TryReadSettings(common, parsed, out ServerSettings? settings))
            return ExitCode.Usage;

        // Nothing is made before the first line is known to fit: a new pepper or database would be in the way of the
        // right ones.
        TextWriter error = parsed.InvocationConfiguration.Error;
        string pepper = DatabaseFiles.PepperPath(Path.GetFullPath(settings.DatabasePath));
        if (!File.Exists(pepper))
        {
            await error.WriteLineAsync(
                $"validationzone: there is no pepper {pepper}; copy that of the server that the accounts come from");
            return ExitCode.Failure;
        }

        var lines = new AccountLines(KeyHasher.LoadOrCreate(pepper), settings.Zone.Apex);
        await using Stream input = Open(parsed.GetRequiredValue(_file));
        var reader = new AccountLineReader(input);
        (_, byte[]? first) = await reader.ReadAsync(CancellationToken.None);
        if (lines.CheckHeader(first) is { } problem)
        {
            await error.WriteLineAsync($"validationzone: nothing was imported: {problem}");
            return ExitCode.Failure;
        }

        return await ImportAsync(parsed, settings, lines, reader);
    }

    private Task<int> ImportAsync(
        ParseResult parsed, ServerSettings settings, AccountLines lines, AccountLineReader reader)
    {
        bool isDry = !parsed.GetValue(_yes);

        // A database that is not there is not made only to see what would go into it.
        if (isDry && !File.Exists(settings.DatabasePath))
            return RunAsync(parsed, new AccountImport(lines, AllNew), reader);

        return OperatorSession.RunAsync(common, parsed, mayCreate: true, async session =>
        {
            var import = new AccountImport(
                lines, isDry ? session.Store.RehearseImportAsync : session.Store.ImportAsync);
            return await RunAsync(parsed, import, reader, session);
        });
    }

    private async Task<int> RunAsync(
        ParseResult parsed, AccountImport import, AccountLineReader reader, OperatorSession? session = null)
    {
        using var interruption = new Interruption();
        var report = new AccountImportReport();
        var progress = new CountProgress(parsed.InvocationConfiguration.Error, "accounts", total: null);
        bool isDry = !parsed.GetValue(_yes);
        bool isInterrupted = false;
        try
        {
            await import.RunAsync(reader, report, progress, interruption.Token);
        }
        // Not passed on: what is committed stays and is reported, and the same command goes on from there.
        catch (OperationCanceledException)
        {
            isInterrupted = true;
        }
        finally
        {
            progress.Finish();

            // Also when the store has failed on the way: what came before stays.
            if (!isDry && report.ImportedCount > 0)
                session?.Record(AuditAction.AccountsImported, count: report.ImportedCount);
        }

        await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(common.Json)
            ? AccountImportText.ToJson(report, isDry, isInterrupted)
            : AccountImportText.Describe(report, isDry, isInterrupted));
        // A script must notice that lines were left out, although all others are in.
        return isInterrupted || report.SkippedCount > 0 ? ExitCode.Failure : ExitCode.Success;
    }

    private static Stream Open(string file) => file == "-"
        // The octets themselves: a console's encoding could change them, and the reader's bound is in octets.
        ? Console.OpenStandardInput()
        : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);

    // Stands in for a database that does not exist, where nothing can be in the way.
    private static Task<IReadOnlyList<ImportVerdict>> AllNew(IReadOnlyList<StoredSubdomain> batch) =>
        Task.FromResult<IReadOnlyList<ImportVerdict>>([.. batch.Select(_ => ImportVerdict.Imported)]);
}
