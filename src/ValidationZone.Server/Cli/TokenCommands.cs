using System.CommandLine;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;
using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Cli;

/// <summary><c>token create|list|revoke</c>: operator tokens.</summary>
internal sealed class TokenCommands(CommonOptions common)
{
    private readonly AllowFromOption _allowFrom = new();

    private readonly Option<string> _role = new("--role")
    {
        HelpName = "admin|registrar|viewer",
        Description = "What it may do: viewer reads, registrar also creates accounts, admin does everything",
        // What most clients need. An admin's token is never made by leaving out an option.
        DefaultValueFactory = _ => "registrar",
    };

    private readonly Option<int?> _quota = new("--quota")
    {
        HelpName = "N",
        Description = "How many accounts it may create [default: any number]",
    };

    private readonly Option<string?> _expires = new("--expires")
    {
        HelpName = "DURATION",
        Description = "When it ceases to work, such as 12h or 90d from now [default: never]",
    };

    private readonly Option<string?> _note = new("--note")
    {
        HelpName = "TEXT",
        Description = "Your own words about it",
    };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print the token and nothing else" };

    private readonly Argument<Guid> _id = new("ID") { Description = "The identifier that 'token list' shows" };

    /// <summary>Makes the commands.</summary>
    internal Command Create()
    {
        // Words only; the parser of enum values would take numbers too.
        _role.AcceptOnlyFromAmong("admin", "registrar", "viewer");
        var create = new Command("create", "Make a token; it is shown once")
        {
            _role, _quota, _expires, _allowFrom.Option, _note, common.Config, common.Database, common.Json, _quiet,
        };
        create.SetAction(CreateAsync);
        var list = new Command("list", "List all tokens, the revoked ones too")
        {
            common.Config, common.Database, common.Json,
        };
        list.SetAction(parsed => OperatorSession.RunAsync(
            common, parsed, mayCreate: false, session => ListAsync(parsed, session)));
        var revoke = new Command("revoke", "Make a token cease to work at once")
        {
            _id, common.Config, common.Database, common.Json,
        };
        revoke.SetAction(parsed => OperatorSession.RunAsync(
            common, parsed, mayCreate: false, session => RevokeAsync(parsed, session)));
        return new Command("token", "Make, list and revoke operator tokens, which let others create accounts")
        {
            create, list, revoke,
        };
    }

    private async Task<int> CreateAsync(ParseResult parsed)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        TimeSpan? lifetime = null;
        if (parsed.GetValue(_expires) is string text && !Duration.TryParse(text, out lifetime))
        {
            await error.WriteLineAsync(
                $"validationzone: --expires '{text}' is not a duration; write {Duration.Grammar}");
            return ExitCode.Usage;
        }

        // A token that may create nothing would be refused by every gate, without a visible reason.
        if (parsed.GetValue(_quota) < 1)
        {
            await error.WriteLineAsync("validationzone: --quota must be at least 1");
            return ExitCode.Usage;
        }

        if (!_allowFrom.TryRead(parsed, out AllowFrom? allowFrom))
            return ExitCode.Usage;

        return await OperatorSession.RunAsync(
            // May be the first command of all: a server that registers by token has one before it serves anybody.
            common, parsed, mayCreate: true, session => CreateAsync(parsed, session, allowFrom, lifetime));
    }

    private async Task<int> CreateAsync(
        ParseResult parsed, OperatorSession session, AllowFrom allowFrom, TimeSpan? lifetime)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        TokenRole role = Enum.Parse<TokenRole>(parsed.GetRequiredValue(_role), ignoreCase: true);
        // No lifetime makes the sum null, which is never.
        DateTimeOffset? expiresAt = TimeProvider.System.GetUtcNow() + lifetime;
        (OperatorToken token, string secret) = await Tokens(session).CreateAsync(
            role, allowFrom, parsed.GetValue(_quota), expiresAt, parsed.GetValue(_note));
        session.Record(AuditAction.TokenCreated, target: token.Id);
        if (parsed.GetValue(_quiet))
        {
            // Alone on its line: the start screen and scripts take it by $(...).
            await output.WriteLineAsync(secret);
        }
        else if (parsed.GetValue(common.Json))
        {
            await output.WriteLineAsync(JsonLine.Write(writer => TokenText.Write(writer, token, secret)));
        }
        else
        {
            await output.WriteLineAsync(TokenText.Describe(token, secret));
        }

        return ExitCode.Success;
    }

    private async Task<int> ListAsync(ParseResult parsed, OperatorSession session)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        IReadOnlyList<OperatorToken> tokens = await Tokens(session).ListAsync();
        if (parsed.GetValue(common.Json))
        {
            await output.WriteLineAsync(JsonLine.Write(writer =>
            {
                writer.WriteStartArray();
                foreach (OperatorToken token in tokens)
                    TokenText.Write(writer, token, secret: null);

                writer.WriteEndArray();
            }));
            return ExitCode.Success;
        }

        foreach (OperatorToken token in tokens)
            await output.WriteLineAsync(TokenText.ToRow(token));

        if (tokens.Count == 0)
            await output.WriteLineAsync("There is no token.");

        return ExitCode.Success;
    }

    private async Task<int> RevokeAsync(ParseResult parsed, OperatorSession session)
    {
        Guid id = parsed.GetValue(_id);
        if (!await Tokens(session).RevokeAsync(id))
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"validationzone: there is no token {id}");
            return ExitCode.Failure;
        }

        session.Record(AuditAction.TokenRevoked, target: id);
        await parsed.InvocationConfiguration.Output.WriteLineAsync(
            parsed.GetValue(common.Json) ? $$"""{"revoked":"{{id}}"}""" : $"Token {id} is revoked.");
        return ExitCode.Success;
    }

    private static OperatorTokens Tokens(OperatorSession session) =>
        new(session.Store, session.Hasher, TimeProvider.System);
}
