using System.CommandLine;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;
using ValidationZone.Accounts.Export;

namespace ValidationZone.Server.Cli;

/// <summary><c>account export</c>: all accounts as JSON lines, with hashes of their keys and never a key.</summary>
internal sealed class AccountExportCommand(CommonOptions common)
{
    private const int PageSize = 500;

    private readonly Option<string?> _out = new("--out")
    {
        HelpName = "FILE",
        Description = "Where they go; a file that is there stays as it is [default: standard output]",
    };

    /// <summary>Makes the command.</summary>
    internal Command Create()
    {
        var export = new Command("export", "Write all accounts as JSON lines, with hashes of their keys and never a key")
        {
            _out, common.Config, common.Database, common.Zone,
        };
        export.SetAction(parsed => OperatorSession.RunAsync(
            common, parsed, mayCreate: false, session => RunAsync(parsed, session)));
        return export;
    }

    private async Task<int> RunAsync(ParseResult parsed, OperatorSession session)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        long count;
        if (parsed.GetValue(_out) is string path)
        {
            using var draft = DraftFile.Create(path);
            await using (var file = new FileStream(draft.Path, FileMode.Open, FileAccess.Write, FileShare.Read))
                count = await WriteAsync(session, file, error);

            // Only now it has its name: an export that was cut short must never look like a whole one.
            draft.Publish();
            await error.WriteLineAsync($"validationzone: {count} accounts written to {Path.GetFullPath(path)}");
        }
        else
        {
            // The octets themselves: what goes through a console's encoding may not come back.
            await using Stream output = Console.OpenStandardOutput();
            count = await WriteAsync(session, output, error);
        }

        // Nothing was changed, but hashes have left the database, and somebody may ask when.
        session.Record(AuditAction.AccountsExported, count: count);
        return ExitCode.Success;
    }

    private static async Task<long> WriteAsync(OperatorSession session, Stream output, TextWriter error)
    {
        var progress = new CountProgress(error, "accounts", total: null);
        await using var buffered = new BufferedStream(output, 1 << 16);
        // First, so that an import under another pepper, or for another zone, is refused before it stores anything.
        await WriteLineAsync(buffered, new AccountLines(session.Hasher, session.Settings.Zone.Apex).WriteHeader());
        long count = 0;
        var everything = new SubdomainSearch { Limit = PageSize };
        await foreach (StoredSubdomain stored in AccountListCommand.AllAsync(session.NewAdministration(), everything))
        {
            await WriteLineAsync(buffered, AccountLines.Write(stored));
            progress.Report(++count);
        }

        await buffered.FlushAsync();
        progress.Finish();
        return count;
    }

    private static async Task WriteLineAsync(Stream output, byte[] line)
    {
        await output.WriteAsync(line);
        // The same on every platform, unlike Environment.NewLine: the reader cuts at this octet.
        output.WriteByte((byte)'\n');
    }
}
