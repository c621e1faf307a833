using System.Net;
using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Hosting;

/// <summary>What an operator sees at the start: the zone, where it listens, and three lines to try.</summary>
internal static class StartScreen
{
    /// <summary>A text of the form of a challenge digest.</summary>
    internal const string SampleDigest = "this-is-only-a-trial-value-of-43-characters";

    // Plain sed, because jq is on few machines; the reply is one line, and no field name in it comes twice.
    private const string Field =
        """field() { printf '%s' "$account" | sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/"; }""";

    // The key stands in the arguments of curl for a moment, which is fine for a trial and named nowhere else.
    private const string Credential =
        """
        -H "X-Api-User: $(field username)" -H "X-Api-Key: $(field password)"
        """;

    private const string Body =
        $$"""
        "{\"subdomain\":\"$(field subdomain)\",\"txt\":\"{{SampleDigest}}\"}"
        """;

    /// <summary>Prints it.</summary>
    internal static string Print(ServerSettings settings, ServerHost host)
    {
        string zone = settings.Zone.Apex.ToString().TrimEnd('.');
        string mode = settings.Registration.ToString().ToLowerInvariant();
        return $"""
            {ProductVersion.Text} serves {zone}

              DNS over UDP  {string.Join(", ", host.UdpEndPoints)}
              DNS over TCP  {string.Join(", ", host.TcpEndPoints)}{Tls(host)}
              HTTP API      {string.Join(", ", host.ApiEndPoints.Select(Url))}
              store         sqlite:{settings.DatabasePath}, {host.SubdomainCount} subdomains
              registration  {mode}

            Try it: paste these three lines into a shell, in this order.

            {string.Join(Environment.NewLine, TrialLines(settings, host))}


            """;
    }

    /// <summary>The three lines: register, update, ask. Nothing but curl, sed and dig is needed.</summary>
    internal static IReadOnlyList<string> TrialLines(ServerSettings settings, ServerHost host)
    {
        // A wildcard address is no place to send a request to, so the lines use loopback then.
        string api = Url(ListenAddress.Reachable(host.ApiEndPoints[0])) + settings.Api.BasePath;
        IPEndPoint dns = ListenAddress.Reachable(host.UdpEndPoints[0]);
        return
        [
            $"account=$({CreateAccount(settings, api)}); {Field}; echo \"$account\"",
            $"curl -s {Credential} -d {Body} {api}/update; echo",
            $"dig @{dns.Address} -p {dns.Port} \"$(field fulldomain)\" TXT +short",
        ];
    }

    // A line of its own, and none for the many who do not use it.
    private static string Tls(ServerHost host) => host.TlsEndPoints.Count == 0
        ? ""
        : $"{Environment.NewLine}  DNS over TLS  {string.Join(", ", host.TlsEndPoints)}";

    private static string CreateAccount(ServerSettings settings, string api) => settings.Registration switch
    {
        RegistrationMode.Open => $"curl -s -X POST {api}/register",
        RegistrationMode.Token =>
            $"curl -s -X POST -u \"x:$({Program} token create --quiet{Store(settings)})\" {api}/register",
        _ => $"{Program} account create --json{Store(settings)} --zone {settings.Zone.Apex.ToString().TrimEnd('.')}",
    };

    // Started by its own name it can be started so again; under a host such as dotnet it cannot be named.
    private static string Program =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "validationzone"
            ? Environment.ProcessPath!
            : "validationzone";

    // Quoted for a shell: a path may hold blanks, and a quote ends the text.
    private static string Store(ServerSettings settings) =>
        $" --database 'sqlite:{settings.DatabasePath.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string Url(IPEndPoint endpoint) => $"http://{endpoint}";
}
