using System.CommandLine;
using System.Text;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;
using ValidationZone.Server.Api;
using ValidationZone.Wire;

namespace ValidationZone.Server.Cli;

/// <summary><c>account create|list|show|delete</c>: accounts, directly on the store.</summary>
internal sealed class AccountCommands(CommonOptions common)
{
    // Few enough that a page holds up no writer for long, many enough that pages cost nothing.
    private const int PageSize = 500;

    private readonly AllowFromOption _allowFrom = new();
    private readonly DomainOption _domain = new();
    private readonly Option<string?> _note = new("--note")
    {
        HelpName = "TEXT",
        Description = "Your own words about it",
    };

    private readonly Argument<string> _name = new("SUBDOMAIN")
    {
        Description = "The account's subdomain, or its fulldomain",
    };

    /// <summary>Makes the commands.</summary>
    internal Command Create()
    {
        var create = new Command("create", "Create an account; its key is shown once")
        {
            _domain.Option, _allowFrom.Option, _note, common.Config, common.Database, common.Zone, common.Json,
        };
        create.SetAction(CreateAsync);
        var list = new Command("list", "List all accounts")
        {
            common.Config, common.Database, common.Zone, common.Json,
        };
        list.SetAction(parsed => OperatorSession.RunAsync(
            common, parsed, mayCreate: false, session => ListAsync(parsed, session)));
        return new Command("account", "Create, list, show and delete accounts")
        {
            create,
            list,
            OnOne("show", "Show one account, never its key", ShowAsync),
            new LaterCommand("rotate", "Give an account a new key"),
            new LaterCommand("disable", "Make an account cease to work for a time"),
            OnOne("delete", "Delete an account for good; its name is never given out again", DeleteAsync),
        };
    }

    private Command OnOne(
        string name, string description, Func<ParseResult, OperatorSession, Subdomain, Task<int>> work)
    {
        var command = new Command(name, description)
        {
            _name, common.Config, common.Database, common.Zone, common.Json,
        };
        command.SetAction(parsed => OperatorSession.RunAsync(common, parsed, mayCreate: false, async session =>
        {
            string text = parsed.GetRequiredValue(_name);
            if (TryReadName(text, session.Settings.Zone.Apex, out Subdomain? subdomain))
                return await work(parsed, session, subdomain!);

            await parsed.InvocationConfiguration.Error.WriteLineAsync($"validationzone: '{text}' is not a subdomain");
            return ExitCode.Failure;
        }));
        return command;
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

    private async Task<int> ListAsync(ParseResult parsed, OperatorSession session)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        AccountAdministration administration = session.NewAdministration();
        bool isJson = parsed.GetValue(common.Json);
        string? after = null;
        bool isFirst = true;
        if (isJson)
            await output.WriteAsync('[');

        // Page by page: a hundred thousand accounts need not be in memory to be printed.
        while (true)
        {
            IReadOnlyList<StoredSubdomain> page = await administration.SearchAsync(
                new SubdomainSearch { After = after, Limit = PageSize });
            foreach (StoredSubdomain stored in page)
            {
                await output.WriteAsync(isJson && !isFirst ? "," : "");
                await (isJson
                    ? output.WriteAsync(AccountText.ToJson(stored, session.Settings.Zone.Apex))
                    : output.WriteLineAsync(AccountText.ToRow(stored)));
                isFirst = false;
            }

            if (page.Count < PageSize)
                break;

            after = page[^1].Subdomain.Text;
        }

        if (isJson)
            await output.WriteLineAsync(']');
        else if (isFirst)
            await output.WriteLineAsync("There is no account.");

        return ExitCode.Success;
    }

    private async Task<int> ShowAsync(ParseResult parsed, OperatorSession session, Subdomain subdomain)
    {
        StoredSubdomain? stored = await session.NewAdministration().FindAsync(subdomain);
        if (stored is null)
            return await UnknownAsync(parsed, subdomain);

        DomainName apex = session.Settings.Zone.Apex;
        await parsed.InvocationConfiguration.Output.WriteLineAsync(
            parsed.GetValue(common.Json) ? AccountText.ToJson(stored, apex) : AccountText.Describe(stored, apex));
        return ExitCode.Success;
    }

    private async Task<int> DeleteAsync(ParseResult parsed, OperatorSession session, Subdomain subdomain)
    {
        if (!await session.NewAdministration().DeleteAsync(subdomain))
            return await UnknownAsync(parsed, subdomain);

        session.Record(AuditAction.SubdomainDeleted, subdomain);
        string fulldomain = subdomain.ToFulldomain(session.Settings.Zone.Apex);
        await parsed.InvocationConfiguration.Output.WriteLineAsync(
            parsed.GetValue(common.Json)
                ? $$"""{"deleted":"{{subdomain.Text}}","fulldomain":"{{fulldomain}}"}"""
                : $"Deleted {fulldomain} with its credentials and values. The name is never given out again.");
        return ExitCode.Success;
    }

    private static async Task<int> UnknownAsync(ParseResult parsed, Subdomain subdomain)
    {
        await parsed.InvocationConfiguration.Error.WriteLineAsync(
            $"validationzone: there is no account {subdomain.Text}");
        return ExitCode.Failure;
    }

    private static bool TryReadName(string text, DomainName apex, out Subdomain? subdomain)
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
