using System.CommandLine;

namespace ValidationZone.Server.Cli;

/// <summary><c>--domain</c>: for which names accounts are made.</summary>
internal sealed class DomainOption
{
    /// <summary>The option.</summary>
    internal Option<string[]> Option { get; } = new("--domain")
    {
        HelpName = "NAME",
        Description = "Print the CNAME record for this name too; repeat to make an account for each of several names",
    };

    /// <summary>Reads it; says what is wrong on standard error.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="domains">Each name once: a wildcard and its base name are one.</param>
    internal bool TryRead(ParseResult parsed, out IReadOnlyList<DelegatedDomain> domains)
    {
        var read = new List<DelegatedDomain>();
        domains = read;
        foreach (string text in parsed.GetValue(Option) ?? [])
        {
            if (!DelegatedDomain.TryParse(text, out DelegatedDomain? domain))
            {
                parsed.InvocationConfiguration.Error.WriteLine(
                    $"validationzone: --domain takes a domain name such as www.example.com, in ASCII (xn--…), not '{text}'");
                return false;
            }

            if (!read.Contains(domain))
                read.Add(domain);
        }

        return true;
    }
}
