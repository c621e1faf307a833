using System.CommandLine;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;
using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Cli;

/// <summary><c>account rotate</c>: gives a credential a new key.</summary>
internal sealed class AccountRotateCommand(CommonOptions common, SubdomainArgument subject)
{
    private readonly Option<string?> _overlap = new("--overlap")
    {
        HelpName = "DURATION",
        Description = "How long the present key goes on working, at most 7d [default: not at all]",
    };

    /// <summary>Makes the command.</summary>
    internal Command Create()
    {
        Command rotate = subject.CreateCredentialCommand(
            "rotate", "Give an account a new key; it is shown once", RunAsync);
        rotate.Options.Add(_overlap);
        return rotate;
    }

    private async Task<int> RunAsync(ParseResult parsed, OperatorSession session, Subdomain subdomain)
    {
        if (!TryReadOverlap(parsed, out TimeSpan overlap))
            return ExitCode.Usage;

        AccountAdministration administration = session.NewAdministration();
        StoredSubdomain? stored = await administration.FindAsync(subdomain);
        if (stored is null or { DeletedAt: not null })
            return await SubdomainArgument.UnknownAsync(parsed, subdomain);

        // Of several credentials none is guessed: the machine that has the other key would be locked out.
        if ((subject.Username(parsed) ?? OnlyOne(parsed, stored)) is not { } username)
            return ExitCode.Usage;

        Administered rotated = await administration.RotateKeyAsync(subdomain, username, overlap);
        if (rotated.Outcome != AdministeredOutcome.Done)
            return await SubdomainArgument.RefuseAsync(parsed, rotated.Outcome, subdomain, username);

        session.Record(AuditAction.KeyRotated, subdomain, username);
        // An imported key that was never seen has no overlap, whatever was asked for: what is stored counts.
        DateTimeOffset? previousUntil =
            rotated.Subdomain!.Credentials.First(credential => credential.Username == username).PreviousUntil;
        await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(common.Json)
            ? AccountText.ToJson(rotated.Account!, previousUntil)
            : AccountText.Describe(rotated.Account!, previousUntil));
        return ExitCode.Success;
    }

    private bool TryReadOverlap(ParseResult parsed, out TimeSpan overlap)
    {
        overlap = TimeSpan.Zero;
        if (parsed.GetValue(_overlap) is not string text)
            return true;

        if (Duration.TryParse(text, out TimeSpan? read) && read <= AccountAdministration.LongestOverlap)
        {
            overlap = read.Value;
            return true;
        }

        parsed.InvocationConfiguration.Error.WriteLine(
            $"validationzone: --overlap '{text}' is not a duration of at most 7d; write {Duration.Grammar}");
        return false;
    }

    /// <summary>The account's credential while there is one; else says that one has to be named.</summary>
    private static Guid? OnlyOne(ParseResult parsed, StoredSubdomain stored)
    {
        if (stored.Credentials.Count == 1)
            return stored.Credentials[0].Username;

        TextWriter error = parsed.InvocationConfiguration.Error;
        error.WriteLine(
            $"validationzone: {stored.Subdomain.Text} has {stored.Credentials.Count} credentials; say which by --username");
        foreach (Credential credential in stored.Credentials)
            error.WriteLine($"  {credential.Username}  {credential.Note}".TrimEnd());

        return null;
    }
}
