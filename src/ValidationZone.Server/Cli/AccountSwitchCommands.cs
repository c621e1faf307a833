using System.CommandLine;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;

namespace ValidationZone.Server.Cli;

/// <summary><c>account disable|enable</c>: a whole account, or one of its credentials, for a time.</summary>
internal sealed class AccountSwitchCommands(CommonOptions common, SubdomainArgument subject)
{
    /// <summary>Makes <c>disable</c>.</summary>
    internal Command CreateDisable() => subject.CreateCredentialCommand(
        "disable",
        "Make an account cease to work for a time; its live values are taken away at once, its name stays",
        (parsed, session, subdomain) => SwitchAsync(parsed, session, subdomain, isEnabled: false));

    /// <summary>Makes <c>enable</c>.</summary>
    internal Command CreateEnable() => subject.CreateCredentialCommand(
        "enable",
        "Make an account that was disabled work again",
        (parsed, session, subdomain) => SwitchAsync(parsed, session, subdomain, isEnabled: true));

    private async Task<int> SwitchAsync(
        ParseResult parsed, OperatorSession session, Subdomain subdomain, bool isEnabled)
    {
        AccountAdministration administration = session.NewAdministration();
        StoredSubdomain? before = await administration.FindAsync(subdomain);
        Guid? username = subject.Username(parsed);
        Administered changed = username is { } one
            ? await administration.ChangeCredentialAsync(subdomain, one, new CredentialChange { IsEnabled = isEnabled })
            : await administration.ChangeSubdomainAsync(subdomain, new SubdomainTerms { IsEnabled = isEnabled });
        if (before is null || changed.Outcome != AdministeredOutcome.Done)
            return await SubdomainArgument.RefuseAsync(parsed, changed.Outcome, subdomain, username);

        session.Record(
            username is null ? AuditAction.SubdomainChanged : AuditAction.CredentialChanged, subdomain, username);
        // Read one after the other: a value that came or expired between is in neither number, which harms nobody.
        int removed = Math.Max(0, before.Values.Count - changed.Subdomain!.Values.Count);
        string fulldomain = subdomain.ToFulldomain(session.Settings.Zone.Apex);
        await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(common.Json)
            ? ToJson(subdomain, fulldomain, username, isEnabled, removed)
            : Describe(fulldomain, username, isEnabled, removed));
        return ExitCode.Success;
    }

    private static string Describe(string fulldomain, Guid? username, bool isEnabled, int removed)
    {
        string what = username is null ? fulldomain : $"credential {username} of {fulldomain}";
        string values = removed == 1 ? "1 live value is gone" : $"{removed} live values are gone";
        return isEnabled
            ? $"Enabled {what}."
            : $"Disabled {what}: {values}, and no more can be published until it is enabled. The name still exists.";
    }

    private static string ToJson(
        Subdomain subdomain, string fulldomain, Guid? username, bool isEnabled, int removed) =>
        JsonLine.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("subdomain", subdomain.Text);
            writer.WriteString("fulldomain", fulldomain);
            writer.WriteString("username", username?.ToString());
            writer.WriteBoolean("enabled", isEnabled);
            writer.WriteNumber("values_removed", removed);
            writer.WriteEndObject();
        });
}
