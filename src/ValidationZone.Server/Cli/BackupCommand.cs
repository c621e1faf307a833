using System.CommandLine;
using System.Globalization;
using ValidationZone.Accounts.Audit;
using ValidationZone.Server.Configuration;
using ValidationZone.Server.Hosting;
using ValidationZone.Storage.Sqlite;

namespace ValidationZone.Server.Cli;

/// <summary><c>backup</c>: a copy of the database at one moment, while a server goes on writing.</summary>
internal sealed class BackupCommand(CommonOptions common)
{
    private readonly Option<string> _to = new("--to")
    {
        HelpName = "FILE",
        Description = "Where the copy goes; a file that is there stays as it is",
        Required = true,
    };

    /// <summary>Makes the command.</summary>
    internal Command Create()
    {
        var backup = new Command("backup", "Copy the database, also while a server writes to it")
        {
            _to, common.Config, common.Database, common.Json,
        };
        backup.SetAction(RunAsync);
        return backup;
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        if (!OperatorSession.TryReadSettings(common, parsed, out ServerSettings? settings))
            return ExitCode.Usage;

        // No session: opening the store would bring its schema up to date, and a backup comes before that.
        TextWriter error = parsed.InvocationConfiguration.Error;
        string database = Path.GetFullPath(settings.DatabasePath);
        string target = Path.GetFullPath(parsed.GetRequiredValue(_to));
        if (await CopyAsync(error, database, target) is not { } length)
            return ExitCode.Failure;

        // Not before: a copy that has failed leaves no entry that says it was made.
        await using var audit = new OperatorAudit(settings.Audit);
        audit.Record(AuditAction.BackupMade);
        await audit.CloseAsync(error);
        await parsed.InvocationConfiguration.Output.WriteLineAsync(
            parsed.GetValue(common.Json) ? ToJson(database, target, length) : Describe(database, target, length));
        return ExitCode.Success;
    }

    private static async Task<long?> CopyAsync(TextWriter error, string database, string target)
    {
        using var interruption = new Interruption();
        // For the display alone: a copy has no free pages. That a file is missing is for the copy to report.
        var progress = new CountProgress(
            error, "octets copied", File.Exists(database) ? new FileInfo(database).Length : null);
        try
        {
            return await new SqliteBackup(database, TimeProvider.System)
                .CopyToAsync(target, progress, interruption.Token);
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("validationzone: interrupted; nothing was left at the target");
            return null;
        }
        finally
        {
            progress.Finish();
        }
    }

    private static string Describe(string database, string target, long length) => $"""
        Copied {database} to {target}, {length.ToString("N0", CultureInfo.InvariantCulture)} octets.
        Keep the pepper apart from it: {DatabaseFiles.PepperPath(database)}. Without the pepper the copy is worth nothing.
        When the copy is put back, {SqliteBackup.RevokedPath(database)} must stay beside the database: it keeps what was
        deleted or revoked since from coming back.
        """;

    private static string ToJson(string database, string target, long length) => JsonLine.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("database", database);
        writer.WriteString("backup", target);
        writer.WriteNumber("octets", length);
        writer.WriteString("pepper", DatabaseFiles.PepperPath(database));
        writer.WriteString("revoked", SqliteBackup.RevokedPath(database));
        writer.WriteEndObject();
    });
}
