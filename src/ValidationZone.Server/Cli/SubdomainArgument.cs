using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using ValidationZone.Accounts;
using ValidationZone.Wire;

namespace ValidationZone.Server.Cli;

/// <summary>Commands on one account, which is named by its subdomain or its fulldomain.</summary>
internal sealed class SubdomainArgument(CommonOptions common)
{
    private readonly Argument<string> _name = new("SUBDOMAIN")
    {
        Description = "The account's subdomain, or its fulldomain",
    };

    private readonly Option<Guid?> _username = new("--username")
    {
        HelpName = "UUID",
        Description = "Which credential, by its username",
    };

    /// <summary>A command that opens the store and works on the account.</summary>
    internal Command CreateCommand(
        string name, string description, Func<ParseResult, OperatorSession, Subdomain, Task<int>> workAsync)
    {
        var command = new Command(name, description)
        {
            _name, common.Config, common.Database, common.Zone, common.Json,
        };
        command.SetAction(parsed => OperatorSession.RunAsync(common, parsed, mayCreate: false, async session =>
        {
            string text = parsed.GetRequiredValue(_name);
            if (TryRead(text, session.Settings.Zone.Apex, out Subdomain? subdomain))
                return await workAsync(parsed, session, subdomain);

            await parsed.InvocationConfiguration.Error.WriteLineAsync($"validationzone: '{text}' is not a subdomain");
            return ExitCode.Failure;
        }));
        return command;
    }

    /// <summary>The same with <c>--username</c>, for what can be done to one of several credentials.</summary>
    internal Command CreateCredentialCommand(
        string name, string description, Func<ParseResult, OperatorSession, Subdomain, Task<int>> workAsync)
    {
        Command command = CreateCommand(name, description, workAsync);
        command.Options.Add(_username);
        return command;
    }

    /// <summary>The credential that was named; <see langword="null"/> for none.</summary>
    internal Guid? Username(ParseResult parsed) => parsed.GetValue(_username);

    /// <summary>Says that there is no such account.</summary>
    internal static async Task<int> UnknownAsync(ParseResult parsed, Subdomain subdomain)
    {
        await parsed.InvocationConfiguration.Error.WriteLineAsync(
            $"validationzone: there is no account {subdomain.Text}");
        return ExitCode.Failure;
    }

    /// <summary>Says why an administrator's change was not done.</summary>
    /// <exception cref="StoreUnavailableException">The store could not commit.</exception>
    internal static async Task<int> RefuseAsync(
        ParseResult parsed, AdministeredOutcome outcome, Subdomain subdomain, Guid? username)
    {
        // The edge of the command line prints this and ends with 1.
        if (outcome == AdministeredOutcome.StorageUnavailable)
            throw new StoreUnavailableException("the change could not be stored; nothing has changed");

        if (username is null)
            return await UnknownAsync(parsed, subdomain);

        await parsed.InvocationConfiguration.Error.WriteLineAsync(
            $"validationzone: there is no credential {username} at an account {subdomain.Text}");
        return ExitCode.Failure;
    }

    private static bool TryRead(string text, DomainName apex, [NotNullWhen(true)] out Subdomain? subdomain)
    {
        // People paste names from zone files and browsers; DNS does not care about their letter case.
        // A fulldomain of another zone is no subdomain of ours, and is refused as it stands.
        string suffix = "." + apex.ToString();
        string name = text.ToLowerInvariant();
        string absolute = name.EndsWith('.') ? name : name + ".";
        return absolute.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
            ? Subdomain.TryParse(absolute.AsSpan(0, absolute.Length - suffix.Length), out subdomain)
            : Subdomain.TryParse(name, out subdomain);
    }
}
