using System.Globalization;
using System.Net;
using System.Text;
using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Hosting;

/// <summary>What an operator sees at the start: the zone, where it listens, and three lines to try.</summary>
internal static class StartScreen
{
    /// <summary>A text of the form of a challenge digest.</summary>
    internal const string SampleDigest = "this-is-only-a-trial-value-of-43-characters";

    private const string Field =
        """field() { printf '%s' "$account" | sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/"; }""";

    /// <summary>Prints it.</summary>
    internal static string Print(ServerSettings settings, ServerHost host)
    {
        string zone = settings.Zone.Apex.ToString().TrimEnd('.');
        string mode = settings.Registration.ToString().ToLowerInvariant();
        var screen = new StringBuilder();
        screen.AppendLine(CultureInfo.InvariantCulture, $"{ProductVersion.Text} serves {zone}");
        screen.AppendLine();
        screen.AppendLine(CultureInfo.InvariantCulture, $"  DNS over UDP  {string.Join(", ", host.UdpEndPoints)}");
        screen.AppendLine(CultureInfo.InvariantCulture, $"  DNS over TCP  {string.Join(", ", host.TcpEndPoints)}");
        screen.AppendLine(CultureInfo.InvariantCulture, $"  HTTP API      {string.Join(", ", host.ApiEndPoints.Select(Url))}");
        screen.AppendLine(CultureInfo.InvariantCulture, $"  store         sqlite:{settings.DatabasePath}, {host.SubdomainCount} subdomains");
        screen.AppendLine(CultureInfo.InvariantCulture, $"  registration  {mode}");
        screen.AppendLine();
        screen.AppendLine("Try it: paste these lines into a shell, in this order.");
        screen.AppendLine();
        foreach (string line in TrialLines(settings, host))
            screen.AppendLine(line);

        screen.AppendLine();
        return screen.ToString();
    }

    /// <summary>The three lines: register, update, ask. Nothing but curl, sed and dig is needed.</summary>
    internal static IReadOnlyList<string> TrialLines(ServerSettings settings, ServerHost host)
    {
        string api = Url(ListenAddress.Reachable(host.ApiEndPoints[0])) + settings.Api.BasePath;
        IPEndPoint dns = ListenAddress.Reachable(host.UdpEndPoints[0]);
        return
        [
            $"account=$({CreateAccount(settings, api)}); {Field}; echo \"$account\"",
            $$"""curl -s -H "X-Api-User: $(field username)" -H "X-Api-Key: $(field password)" -d "{\"subdomain\":\"$(field subdomain)\",\"txt\":\"{{SampleDigest}}\"}" {{api}}/update; echo""",
            $"dig @{dns.Address} -p {dns.Port} \"$(field fulldomain)\" TXT +short",
        ];
    }

    private static string CreateAccount(ServerSettings settings, string api) => settings.Registration switch
    {
        RegistrationMode.Open => $"curl -s -X POST {api}/register",
        RegistrationMode.Token =>
            $"curl -s -X POST -H \"Authorization: Bearer $({Program} token create --role registrar --quiet{Store(settings)})\" {api}/register",
        _ => $"{Program} account create --json{Store(settings)} --zone {settings.Zone.Apex.ToString().TrimEnd('.')}",
    };

    // Started by its own name it can be started so again; under a host such as dotnet it cannot be named.
    private static string Program =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "validationzone" ? Environment.ProcessPath! : "validationzone";

    private static string Store(ServerSettings settings) =>
        $" --database 'sqlite:{settings.DatabasePath.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string Url(IPEndPoint endpoint) => $"http://{endpoint}";
}
