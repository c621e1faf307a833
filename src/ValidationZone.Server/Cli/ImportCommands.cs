using System.CommandLine;
using System.Runtime.InteropServices;
using ValidationZone.Accounts.Audit;
using ValidationZone.Server.Configuration;
using ValidationZone.Server.Import;
using ValidationZone.Storage.AcmeDns;

namespace ValidationZone.Server.Cli;

/// <summary><c>import acme-dns</c>: takes another server's accounts over.</summary>
internal sealed class ImportCommands(CommonOptions common)
{
    private readonly Option<string> _from = new("--from")
    {
        HelpName = "CONN",
        Description = "The database of acme-dns, sqlite:PATH or postgres:CONNECTION; it is only read",
        Required = true,
    };

    private readonly Option<string?> _configFile = new("--config-file")
    {
        HelpName = "FILE",
        Description = "The config.cfg of acme-dns; its static records become a zone file",
    };

    private readonly Option<string?> _zoneOut = new("--zone-out")
    {
        HelpName = "FILE",
        Description = "Where the zone file goes; a file that is there stays as it is [default: DOMAIN.zone]",
    };

    private readonly Option<bool> _yes = new("--yes")
    {
        Description = "Do it; without this option nothing is changed, and you read what would be",
    };

    /// <summary>Makes the commands.</summary>
    internal Command Create()
    {
        var acmeDns = new Command("acme-dns", "Take over accounts, values and static records of an acme-dns server")
        {
            _from, _configFile, _zoneOut, _yes, common.Config, common.Database, common.Zone, common.Json,
        };
        acmeDns.SetAction(RunAsync);
        return new Command("import", "Take over another server's accounts") { acmeDns };
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        if (!AcmeDnsAddress.TryParse(parsed.GetRequiredValue(_from), out AcmeDnsAddress? address))
        {
            // The text is not repeated: it may hold a password.
            await error.WriteLineAsync("validationzone: --from must be sqlite:PATH or postgres:CONNECTION");
            return ExitCode.Usage;
        }

        // Read before the store is opened: a configuration with a mistake must not end the move half-way.
        AcmeDnsConfiguration? configuration = null;
        if (parsed.GetValue(_configFile) is string path
            && AcmeDnsConfiguration.TryLoad(path, out configuration) is string problem)
        {
            await error.WriteLineAsync($"validationzone: {problem}");
            return ExitCode.Usage;
        }

        return parsed.GetValue(_yes)
            ? await OperatorSession.RunAsync(
                common, parsed, mayCreate: true, session => ImportAsync(parsed, session, address, configuration))
            : await RehearseAsync(parsed, address, configuration);
    }

    private async Task<int> ImportAsync(
        ParseResult parsed, OperatorSession session, AcmeDnsAddress address, AcmeDnsConfiguration? configuration)
    {
        // First, while nothing is changed: a folder that cannot be written is noticed before the work.
        ZoneOutcome? zone = configuration is null ? null : MakeZone(parsed, session.Settings, configuration);
        var importer = new AcmeDnsImporter(
            session.Store.ImportAsync, session.Settings.Values.Lifetime, TimeProvider.System);
        var report = new AcmeDnsReport();
        int exitCode = await RunAsync(parsed, importer, report, address, zone);
        session.Record(AuditAction.AccountsImported, count: report.ImportedCount);
        return exitCode;
    }

    private async Task<int> RehearseAsync(
        ParseResult parsed, AcmeDnsAddress address, AcmeDnsConfiguration? configuration)
    {
        if (!OperatorSession.TryReadSettings(common, parsed, out ServerSettings? settings))
            return ExitCode.Usage;

        var outlook = new ImportOutlook();
        Task<int> RunAsync()
        {
            ZoneOutcome? zone = configuration is null ? null : MakeZone(parsed, settings, configuration);
            var importer = new AcmeDnsImporter(
                batch => Task.FromResult(outlook.Judge(batch)), settings.Values.Lifetime, TimeProvider.System);
            return this.RunAsync(parsed, importer, new AcmeDnsReport(), address, zone);
        }

        // A database that is not there is not made only to see what would go into it.
        if (!File.Exists(settings.DatabasePath))
            return await RunAsync();

        return await OperatorSession.RunAsync(common, parsed, mayCreate: false, async session =>
        {
            await outlook.LoadAsync(session.Store, CancellationToken.None);
            return await RunAsync();
        });
    }

    private async Task<int> RunAsync(
        ParseResult parsed,
        AcmeDnsImporter importer,
        AcmeDnsReport report,
        AcmeDnsAddress address,
        ZoneOutcome? zone)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(stop, signal));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(stop, signal));
        await using AcmeDnsSource source = await AcmeDnsSource.OpenAsync(address, stop.Token);
        var progress = new ImportProgress(
            parsed.InvocationConfiguration.Error, source.AccountCount, !Console.IsErrorRedirected, TimeProvider.System);
        bool isInterrupted = false;
        try
        {
            await importer.RunAsync(source, report, progress, stop.Token);
        }
        // What is stored stays and is reported; repeated, the command passes over it.
        catch (OperationCanceledException)
        {
            isInterrupted = true;
        }
        finally
        {
            progress.Finish();
        }

        var summary = new ImportSummary(address.ToString(), !parsed.GetValue(_yes), isInterrupted, report, zone);
        await PrintAsync(parsed, summary);
        // A script that turns the old server off next must notice that something did not come over.
        return summary.IsComplete ? ExitCode.Success : ExitCode.Failure;
    }

    private async Task PrintAsync(ParseResult parsed, ImportSummary summary)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(common.Json))
        {
            await output.WriteLineAsync(JsonLine.Write(writer => ImportText.Write(writer, summary)));
            return;
        }

        foreach (string line in ImportText.Describe(summary))
            await output.WriteLineAsync(line);
    }

    private ZoneOutcome MakeZone(ParseResult parsed, ServerSettings settings, AcmeDnsConfiguration configuration)
    {
        var zone = AcmeDnsZone.Make(configuration, settings.Zone.NegativeTtlSeconds, TimeProvider.System.GetUtcNow());
        string apex = configuration.Apex.ToString().TrimEnd('.');
        string path = parsed.GetValue(_zoneOut) ?? $"{apex}.zone";
        // It may have been changed by hand since an earlier import, and nothing would tell what was lost.
        bool isThere = File.Exists(path);
        bool isWritten = parsed.GetValue(_yes) && !isThere && zone.Text is not null;
        if (isWritten)
        {
            // Never over a file that was made meanwhile.
            using var file = new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write));
            file.Write(zone.Text);
        }

        return new ZoneOutcome(
            path, isWritten, isThere, zone, configuration.Apex.Equals(settings.Zone.Apex) ? null : apex);
    }

    private static void Stop(CancellationTokenSource stop, PosixSignalContext signal)
    {
        // After the batch that is being stored.
        signal.Cancel = true;
        stop.Cancel();
    }
}
