using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;
using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Cli;

/// <summary>Keeps what the user of this machine does with a command.</summary>
internal sealed class OperatorAudit(AuditSettings settings) : IAsyncDisposable
{
    private readonly AuditLog? _log = settings.IsEnabled
        // A guest: commands run as root beside a server that does not, and a file of root's would shut that server out.
        ? new AuditLog(settings.Folder, settings.RetentionDays, TimeProvider.System, isGuest: true)
        : null;

    /// <summary>Keeps that something was done.</summary>
    /// <param name="action">What.</param>
    /// <param name="subdomain">The subdomain, if it was done to one.</param>
    /// <param name="target">The username or the token's identifier, if it was done to one.</param>
    /// <param name="count">To how many, when it was done to many.</param>
    internal void Record(AuditAction action, Subdomain? subdomain = null, Guid? target = null, long? count = null) =>
        _log?.Record(new AuditEntry
        {
            At = TimeProvider.System.GetUtcNow(),
            Actor = AuditActor.CommandLine(Environment.UserName),
            Action = action,
            Subdomain = subdomain,
            Target = target,
            // Commands record what they have done, after it. What has failed was told on the screen.
            Outcome = AuditOutcome.Done,
            Count = count,
        });

    /// <summary>Writes what is left, and says so when that fails.</summary>
    internal async Task CloseAsync(TextWriter error)
    {
        if (_log is null)
            return;

        // What was asked for is done by now: it is said, and does not fail the command.
        await _log.DisposeAsync();
        if (_log.DroppedCount > 0)
            await error.WriteLineAsync($"validationzone: the audit could not be written: {_log.LastFailure}");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _log?.DisposeAsync() ?? ValueTask.CompletedTask;
}
