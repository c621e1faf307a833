using System.CommandLine;
using System.Text;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;
using ValidationZone.Server.Api;
using ValidationZone.Wire;

namespace ValidationZone.Server.Cli;

/// <summary><c>account create|show|delete</c> and the further commands: accounts, directly on the store.</summary>
internal sealed class AccountCommands(CommonOptions common)
{
    private readonly SubdomainArgument _subject = new(common);
    private readonly AllowFromOption _allowFrom = new();
    private readonly DomainOption _domain = new();
    private readonly Option<string?> _note = new("--note")
    {
        HelpName = "TEXT",
        Description = "Your own words about it",
    };

    /// <summary>Makes the commands.</summary>
    internal Command Create()
    {
        var create = new Command("create", "Create an account; its key is shown once")
        {
            _domain.Option, _allowFrom.Option, _note, common.Config, common.Database, common.Zone, common.Json,
        };
        create.SetAction(CreateAsync);
        var onOff = new AccountSwitchCommands(common, _subject);
        return new Command("account", "Create, list, change, delete, export and import accounts")
        {
            create,
            new AccountListCommand(common).Create(),
            _subject.CreateCommand("show", "Show one account, never its key", ShowAsync),
            new AccountRotateCommand(common, _subject).Create(),
            onOff.CreateDisable(),
            onOff.CreateEnable(),
            _subject.CreateCommand(
                "delete", "Delete an account for good; its name is never given out again", DeleteAsync),
            new AccountExportCommand(common).Create(),
            new AccountImportCommand(common).Create(),
        };
    }

    private async Task<int> CreateAsync(ParseResult parsed)
    {
        if (!_allowFrom.TryRead(parsed, out AllowFrom? allowFrom) || !_domain.TryRead(parsed, out var domains))
            return ExitCode.Usage;

        return await OperatorSession.RunAsync(common, parsed, mayCreate: true, async session =>
        {
            // No directory: a running server learns of the account from the store.
            var registrar = new AccountRegistrar(
                session.Store, directory: null, session.Hasher, session.Settings.Zone.Apex, TimeProvider.System);
            string? note = parsed.GetValue(_note);
            if (domains.Count > 0)
            {
                // Without a note the domain becomes it: random names cannot be told apart in a list.
                return await CreateForAsync(
                    parsed, domains, domain => RegisterAsync(session, registrar, allowFrom, note ?? domain));
            }

            Account account = await RegisterAsync(session, registrar, allowFrom, note);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                parsed.GetValue(common.Json)
                    ? Encoding.UTF8.GetString(AccountJson.Write(account).Span)
                    : AccountText.Describe(account));
            return ExitCode.Success;
        });
    }

    /// <summary>Makes an account for each domain, and tells which records lead there.</summary>
    private async Task<int> CreateForAsync(
        ParseResult parsed, IReadOnlyList<DelegatedDomain> domains, Func<string, Task<Account>> registerAsync)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        bool isJson = parsed.GetValue(common.Json);
        var aliases = new List<(DelegatedDomain Domain, Account Account)>();
        foreach (DelegatedDomain domain in domains)
        {
            // Each one is told at once: when the next cannot be stored, the keys of those that were are not lost.
            Account account = await registerAsync(domain.Text);
            aliases.Add((domain, account));
            await output.WriteLineAsync(isJson ? AliasText.ToJson(domain, account) : AliasText.Describe(domain, account));
        }

        // In JSON each line has its record already, and a closing text would break whoever reads line by line.
        if (!isJson)
            await output.WriteLineAsync(AliasText.Describe(aliases));

        return ExitCode.Success;
    }

    private static async Task<Account> RegisterAsync(
        OperatorSession session, AccountRegistrar registrar, AllowFrom allowFrom, string? note)
    {
        Registration registration = await registrar.RegisterAsync(allowFrom, token: null, note);

        // Nothing was made. The edge of the command line prints this and ends with 1.
        Account account = registration.Account
            ?? throw new StoreUnavailableException("the account could not be stored");
        session.Record(AuditAction.SubdomainRegistered, account.Subdomain, account.Username);
        return account;
    }

    private async Task<int> ShowAsync(ParseResult parsed, OperatorSession session, Subdomain subdomain)
    {
        // A deleted one is shown too: its tombstone tells when the name went, and why it cannot be had again.
        StoredSubdomain? stored = await session.NewAdministration().FindAsync(subdomain);
        if (stored is null)
            return await SubdomainArgument.UnknownAsync(parsed, subdomain);

        DomainName apex = session.Settings.Zone.Apex;
        await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(common.Json)
            ? AccountText.ToJson(stored, apex)
            : AccountText.Describe(stored, apex, TimeProvider.System.GetUtcNow()));
        return ExitCode.Success;
    }

    private async Task<int> DeleteAsync(ParseResult parsed, OperatorSession session, Subdomain subdomain)
    {
        if (!await session.NewAdministration().DeleteAsync(subdomain))
            return await SubdomainArgument.UnknownAsync(parsed, subdomain);

        session.Record(AuditAction.SubdomainDeleted, subdomain);
        string fulldomain = subdomain.ToFulldomain(session.Settings.Zone.Apex);
        await parsed.InvocationConfiguration.Output.WriteLineAsync(
            parsed.GetValue(common.Json)
                // No serializer: a name holds nothing that JSON would have to escape.
                ? $$"""{"deleted":"{{subdomain.Text}}","fulldomain":"{{fulldomain}}"}"""
                : $"Deleted {fulldomain} with its credentials and values. The name is never given out again.");
        return ExitCode.Success;
    }
}
