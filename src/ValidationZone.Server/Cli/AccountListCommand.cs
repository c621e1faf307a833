using System.CommandLine;
using ValidationZone.Accounts;
using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Cli;

/// <summary><c>account list</c>: all accounts, or those that fit what is asked for.</summary>
internal sealed class AccountListCommand(CommonOptions common)
{
    // Few enough that a page holds up no writer for long, many enough that pages cost nothing.
    private const int PageSize = 500;

    private readonly Option<string?> _unused = new("--unused")
    {
        HelpName = "DURATION",
        Description = "Only those that have published nothing for so long, such as 90d",
    };

    private readonly Option<bool> _neverUsed = new("--never-used")
    {
        Description = "Only those of which no publication is known",
    };

    private readonly Option<string?> _name = new("--name")
    {
        HelpName = "TEXT",
        Description = "Only those with this text in their subdomain",
    };

    private readonly Option<string?> _note = new("--note")
    {
        HelpName = "TEXT",
        Description = "Only those with this text in their note",
    };

    /// <summary>Makes the command.</summary>
    internal Command Create()
    {
        var list = new Command("list", "List accounts")
        {
            _unused, _neverUsed, _name, _note, common.Config, common.Database, common.Zone, common.Json,
        };
        list.SetAction(RunAsync);
        return list;
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        TimeSpan? unused = null;
        if (parsed.GetValue(_unused) is string text && !Duration.TryParse(text, out unused))
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(
                $"validationzone: --unused '{text}' is not a duration; write {Duration.Grammar}");
            return ExitCode.Usage;
        }

        var search = new SubdomainSearch
        {
            Limit = PageSize,
            NameContains = parsed.GetValue(_name),
            NoteContains = parsed.GetValue(_note),
            // No duration makes the difference null, which is no condition.
            UnusedSince = TimeProvider.System.GetUtcNow() - unused,
            NeverUsed = parsed.GetValue(_neverUsed),
        };
        return await OperatorSession.RunAsync(
            common, parsed, mayCreate: false, session => ListAsync(parsed, session, search));
    }

    private async Task<int> ListAsync(ParseResult parsed, OperatorSession session, SubdomainSearch search)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        bool isJson = parsed.GetValue(common.Json);
        bool isFirst = true;
        // Piece by piece and still one array, so that no list is too long for memory.
        if (isJson)
            await output.WriteAsync('[');

        await foreach (StoredSubdomain stored in AllAsync(session.NewAdministration(), search))
        {
            await output.WriteAsync(isJson && !isFirst ? "," : "");
            await (isJson
                ? output.WriteAsync(AccountText.ToJson(stored, session.Settings.Zone.Apex))
                : output.WriteLineAsync(AccountText.ToRow(stored, TimeProvider.System.GetUtcNow())));
            isFirst = false;
        }

        if (isJson)
            await output.WriteLineAsync(']');
        else if (isFirst)
            await output.WriteLineAsync(search == new SubdomainSearch { Limit = PageSize }
                ? "There is no account."
                : "There is no such account.");

        return ExitCode.Success;
    }

    /// <summary>Page by page: a hundred thousand accounts need not be in memory to be printed.</summary>
    internal static async IAsyncEnumerable<StoredSubdomain> AllAsync(
        AccountAdministration administration, SubdomainSearch search)
    {
        while (true)
        {
            IReadOnlyList<StoredSubdomain> page = await administration.SearchAsync(search);
            foreach (StoredSubdomain stored in page)
                yield return stored;

            if (page.Count < search.Limit)
                yield break;

            // After a name and not past a count: what is registered or deleted meanwhile moves no page.
            search = search with { After = page[^1].Subdomain.Text };
        }
    }
}
