using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using ValidationZone.Accounts;

namespace ValidationZone.Server.Cli;

/// <summary><c>--allow-from</c>, for accounts and tokens alike.</summary>
internal sealed class AllowFromOption
{
    /// <summary>The option.</summary>
    internal Option<string[]> Option { get; } = new("--allow-from")
    {
        HelpName = "ADDR/PREFIX",
        Description = "Where it may be used from; repeat for more [default: anywhere]",
    };

    /// <summary>Reads it; says what is wrong on standard error.</summary>
    internal bool TryRead(ParseResult parsed, [NotNullWhen(true)] out AllowFrom? allowFrom)
    {
        // The rules of the API, not of the argument parser: what one takes the other takes.
        if (AllowFrom.TryParse(parsed.GetValue(Option) ?? [], out allowFrom))
            return true;

        parsed.InvocationConfiguration.Error.WriteLine(
            "validationzone: --allow-from takes an address with a prefix, such as 192.0.2.0/24");
        return false;
    }
}
