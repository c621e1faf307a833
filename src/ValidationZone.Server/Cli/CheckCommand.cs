using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using ValidationZone.Delegation;
using ValidationZone.Delegation.Asking;
using ValidationZone.Delegation.Report;
using ValidationZone.Server.Configuration;
using ValidationZone.Wire;

namespace ValidationZone.Server.Cli;

/// <summary><c>check</c>: how a name is delegated, and what an authority would see.</summary>
internal sealed class CheckCommand(CommonOptions common)
{
    private const int LongestTimeoutSeconds = 600;

    private readonly Argument<string> _domain = new("DOMAIN")
    {
        Description = "The domain that a certificate is wanted for, such as www.example.org or *.example.org",
    };

    private readonly Option<string[]> _resolvers = new("--resolver")
    {
        HelpName = "ADDR[:PORT]",
        Description = "Ask this resolver; given more than once, their answers are compared [default: the system's]",
    };

    private readonly Option<string?> _target = new("--target")
    {
        HelpName = "FULLDOMAIN",
        Description = "The account's fulldomain, where the alias must lead [default: any name of the zone]",
    };

    private readonly Option<bool> _wildcard = new("--wildcard")
    {
        Description = "The certificate is for *.DOMAIN",
    };

    private readonly Option<string?> _ca = new("--ca")
    {
        HelpName = "IDENT",
        Description = "Check whether CAA lets this authority issue, such as letsencrypt.org",
    };

    private readonly Option<string?> _accountUrl = new("--account-url")
    {
        HelpName = "URL",
        Description = "The URL of the ACME account, for CAA accounturi and the name of dns-account-01",
    };

    private readonly Option<int> _timeout = new("--timeout")
    {
        HelpName = "SECONDS",
        Description = "How long the whole check may take",
        DefaultValueFactory = _ => 30,
    };

    /// <summary>Makes the command.</summary>
    internal Command Create()
    {
        var command = new Command("check", "Check how a name is delegated, and what an authority would see")
        {
            _domain, common.Config, common.Zone, _resolvers, _target, _wildcard, _ca, _accountUrl, _timeout, common.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        if (!TryReadRequest(parsed, problems, out CheckRequest? request))
            return CommonOptions.Report(parsed.InvocationConfiguration.Error, problems);

        var limits = new CheckLimits { Budget = TimeSpan.FromSeconds(parsed.GetValue(_timeout)) };
        CheckReport report =
            await new DelegationCheck(limits, TimeProvider.System).RunAsync(request, cancellationToken);
        await parsed.InvocationConfiguration.Output.WriteLineAsync(
            parsed.GetValue(common.Json) ? ReportJson.Write(report) : new ReportText(HasColours()).Write(report));
        return report.Verdict switch
        {
            CheckVerdict.Works => ExitCode.Success,
            CheckVerdict.Fails => ExitCode.Failure,
            _ => ExitCode.Unknown,
        };
    }

    private bool TryReadRequest(
        ParseResult parsed, List<string> problems, [NotNullWhen(true)] out CheckRequest? request)
    {
        string domain = parsed.GetRequiredValue(_domain);
        if (!CheckedDomain.TryParse(domain, parsed.GetValue(_wildcard), out CheckedDomain? name, out string? problem))
            problems.Add($"'{domain}' cannot be checked: {problem}");

        if (parsed.GetValue(_timeout) is < 1 or > LongestTimeoutSeconds)
            problems.Add($"--timeout takes 1 to {LongestTimeoutSeconds} seconds");

        string? authority = ReadAuthority(parsed.GetValue(_ca), problems);
        string? accountUrl = ReadAccountUrl(parsed.GetValue(_accountUrl), problems);
        DomainName? zone = ReadZone(parsed, problems);
        DomainName? target = ReadTarget(parsed.GetValue(_target), zone, problems);
        string[] resolvers = parsed.GetValue(_resolvers) ?? [];
        List<IPEndPoint> endpoints = ReadResolvers(resolvers, problems);
        request = problems.Count > 0 ? null : new CheckRequest
        {
            Domain = name!,
            Zone = zone!,
            Resolvers = endpoints.Count > 0 ? endpoints : SystemResolvers.Read(),
            ComparesResolvers = endpoints.Count > 1,
            Target = target,
            CaIdentifier = authority,
            AccountUrl = accountUrl,
        };
        return request is not null;
    }

    private DomainName? ReadZone(ParseResult parsed, List<string> problems)
    {
        // The name alone: the rest of a server's settings may not be readable for whoever checks.
        IConfiguration configuration = common.Load(parsed, common.Flags(parsed), problems);
        string text = configuration["Zone:Name"] ?? new ZoneOptions().Name!;
        if (DomainName.TryParse(text, out DomainName? zone) && zone.LabelCount > 0)
            return zone;

        problems.Add($"Zone:Name: '{text}' is not a domain name");
        return null;
    }

    private static DomainName? ReadTarget(string? text, DomainName? zone, List<string> problems)
    {
        if (text is null || zone is null)
            return null;

        // The apex is the name of no account, so an alias that leads there finds no value ever.
        if (DomainName.TryParse(text, out DomainName? target) && target.IsAtOrBelow(zone) && !target.Equals(zone))
            return target;

        problems.Add($"--target '{text}' is not a name below {zone}");
        return null;
    }

    // Compared with what stands in CAA, where a domain name has no dot at its end (RFC 8659 §4.2).
    private static string? ReadAuthority(string? text, List<string> problems)
    {
        string? authority = text is [.., '.'] ? text[..^1] : text;
        if (authority is not null
            && (!authority.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')
                || !DomainName.TryParse(authority, out _)))
        {
            problems.Add($"--ca '{text}' is not an authority's domain name, such as letsencrypt.org");
        }

        return authority;
    }

    // Hashed and compared octet by octet: what is no URL would be told apart from every account there is.
    private static string? ReadAccountUrl(string? text, List<string> problems)
    {
        bool isUrl = Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
            && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);
        if (text is not null && !isUrl)
            problems.Add($"--account-url '{text}' is not a URL, such as https://ca.example/acct/1");

        return text;
    }

    private static List<IPEndPoint> ReadResolvers(string[] texts, List<string> problems)
    {
        var endpoints = new List<IPEndPoint>();
        foreach (string text in texts)
        {
            if (ResolverAddress.TryParse(text, out IPEndPoint? endpoint))
                endpoints.Add(endpoint);
            else
                problems.Add($"--resolver '{text}' is not ADDRESS or ADDRESS:PORT; write IPv6 as [::1]:53");
        }

        return endpoints;
    }

    // A pipe and a file want plain text, and so does whoever has said so (NO_COLOR).
    private static bool HasColours() =>
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";
}
