using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ValidationZone.Accounts;

namespace ValidationZone.Server.Configuration;

/// <summary>Reads the whole tree once and lists every problem.</summary>
internal sealed class OptionsCheck
{
    private readonly List<string> _problems = [];

    private OptionsCheck()
    {
    }

    /// <summary>Checks the tree.</summary>
    /// <param name="configuration">All layers together.</param>
    /// <param name="settings">What the components receive, when there is no problem.</param>
    /// <param name="problems">Every problem, in words for an operator; receives more of them.</param>
    internal static bool TryCheck(
        IConfiguration configuration, [NotNullWhen(true)] out ServerSettings? settings, List<string> problems)
    {
        ServerOptions options = ServerOptions.From(configuration);
        var check = new OptionsCheck();
        check._problems.AddRange(KnownKeys.Problems(configuration));
        ServerSettings read = check.Read(options);
        problems.AddRange(check._problems);
        // Counts what the layers have found too: after a file that could not be read, defaults are not what was meant.
        settings = problems.Count == 0 ? read : null;
        return settings is not null;
    }

    private ServerSettings Read(ServerOptions options)
    {
        DnsSettings dns = ReadDns(options.Dns);
        ApiSettings api = ReadApi(options.Api);
        // One TCP socket cannot speak both, and the second bind would fail with less clear words.
        CheckOverlap("Dns:Listen", dns.Listen, "Api:Listen", api.Listen);
        CheckOverlap("Dns:Listen", dns.Listen, "Api:OperatorListen", api.OperatorListen);
        CheckOverlap("Dns:Tls:Listen", dns.Tls?.Listen ?? [], "Api:OperatorListen", api.OperatorListen);
        CheckOverlap("Api:Listen", api.Listen, "Api:OperatorListen", api.OperatorListen);
        CheckOverlap("Dns:Tls:Listen", dns.Tls?.Listen ?? [], "Api:Listen", api.Listen);
        CheckOverlap("Dns:Tls:Listen", dns.Tls?.Listen ?? [], "Dns:Listen", dns.Listen);
        string databasePath = ReadDatabase(options.Database);
        var limits = new LimitsCheck(_problems);
        return new ServerSettings
        {
            Zone = new ZoneCheck(_problems).Read(options.Zone),
            Dns = dns,
            Api = api,
            Registration = ReadMode(options.Registration.Mode),
            ExpireUnusedAfter = new ExpiryCheck(_problems).Read(options.Registration),
            DatabasePath = databasePath,
            Values = ReadValues(options.Values),
            Audit = new AuditCheck(_problems).Read(options.Audit, databasePath),
            Limits = limits.ReadRates(options.Limits),
            Caps = limits.ReadCaps(options.Limits),
            LogLevel = ReadLogLevel(options.Logging.LogLevel.Default),
        };
    }

    private DnsSettings ReadDns(DnsOptions options)
    {
        // It goes into replies as one character-string; much longer would cost room for data.
        if (options.Nsid is { Length: > 128 } or { Length: 0 })
            _problems.Add("Dns:Nsid: must have 1 to 128 characters");

        List<IPEndPoint> listen = ReadEndpoints(options.Listen, "Dns:Listen");
        RequireOne(listen, options.Listen, "Dns:Listen");
        var limits = new DnsLimitsCheck(_problems);
        return new DnsSettings(
            listen,
            options.Nsid,
            limits.ReadCookies(options.Cookies),
            limits.ReadRateLimit(options.RateLimit),
            limits.ReadStreams(options.Tcp))
        {
            Udp = limits.ReadUdp(options),
            Tls = new DnsTlsCheck(_problems).Read(options.Tls, ReadEndpoints(options.Tls.Listen, "Dns:Tls:Listen")),
        };
    }

    private List<IPEndPoint> ReadEndpoints(string[]? texts, string key)
    {
        var listen = new List<IPEndPoint>();
        foreach (string text in texts ?? [])
        {
            if (ListenAddress.TryParse(text, out IPEndPoint? endpoint))
                AddEndpoint(listen, endpoint, key);
            else
                _problems.Add($"{key}: '{text}' is not ADDRESS:PORT, such as 192.0.2.1:53 or [2001:db8::1]:53");
        }

        return listen;
    }

    private List<IPEndPoint> ReadResolvers(string[]? texts)
    {
        List<IPEndPoint> resolvers = ReadEndpoints(texts, "Api:Resolvers");
        // Where a listener may stand for all addresses and any port, a question needs one of each to go to.
        foreach (IPEndPoint resolver in resolvers)
        {
            bool isOne = !resolver.Address.Equals(IPAddress.Any) && !resolver.Address.Equals(IPAddress.IPv6Any);
            if (resolver.Port == 0 || !isOne)
                _problems.Add($"Api:Resolvers: nothing can be asked at {resolver}");
        }

        return resolvers;
    }

    private ApiSettings ReadApi(ApiOptions options)
    {
        List<IPEndPoint> listen = ReadUrls(options.Listen, "Api:Listen");
        RequireOne(listen, options.Listen, "Api:Listen");
        return new ApiSettings(
            listen,
            ReadBasePath(options.BasePath),
            ReadProxies(options.TrustedProxies ?? []),
            ReadForwardedHeader(options.ForwardedHeader),
            ReadOrigins(options.CorsOrigins ?? []),
            ReadResolvers(options.Resolvers))
        {
            OperatorListen = ReadUrls(options.OperatorListen, "Api:OperatorListen"),
        };
    }

    private List<IPEndPoint> ReadUrls(string[]? texts, string key)
    {
        var listen = new List<IPEndPoint>();
        foreach (string text in texts ?? [])
        {
            if (ListenAddress.TryParseUrl(text, out IPEndPoint? endpoint))
                AddEndpoint(listen, endpoint, key);
            else
                _problems.Add($"{key}: '{text}' is not http://ADDRESS:PORT; TLS belongs in a proxy");
        }

        return listen;
    }

    private void AddEndpoint(List<IPEndPoint> endpoints, IPEndPoint endpoint, string key)
    {
        // Port 0 asks the system for a free port, and twice for two of them.
        if (endpoint.Port != 0 && endpoints.Contains(endpoint))
            _problems.Add($"{key}: {endpoint} is listed twice");
        else
            endpoints.Add(endpoint);
    }

    private void RequireOne(List<IPEndPoint> endpoints, string[]? configured, string key)
    {
        // Entries that could not be read have had their complaint, and one mistake is told once.
        if (endpoints.Count == 0 && configured is null or [])
            _problems.Add($"{key}: at least one endpoint is needed");
    }

    private void CheckOverlap(
        string key, IReadOnlyList<IPEndPoint> endpoints, string otherKey, IReadOnlyList<IPEndPoint> others)
    {
        foreach (IPEndPoint both in endpoints.Where(endpoint => endpoint.Port != 0 && others.Contains(endpoint)))
            _problems.Add($"{key} and {otherKey}: {both} cannot serve both");
    }

    private string ReadBasePath(string? text)
    {
        // Proxies compare it as text, so nothing that could be written in two ways is let in.
        string[] segments = (text ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (text is { Length: > 0 } && (text[0] != '/' || segments.Any(segment => !IsPathSegment(segment))))
            _problems.Add($"Api:BasePath: '{text}' is not a path such as /acme, of letters, digits and -_.~");

        return segments.Length == 0 ? "" : "/" + string.Join('/', segments);
    }

    private static bool IsPathSegment(string segment) =>
        // Clients and proxies take dot segments out (RFC 3986 §5.2.4): such a path would never arrive as it is written.
        segment is not "." and not ".."
        && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~');

    private List<IPNetwork> ReadProxies(string[] texts)
    {
        var networks = new List<IPNetwork>();
        foreach (string text in texts)
        {
            // An address alone is the network of that one address.
            string network = text.Contains('/') ? text : text + (text.Contains(':') ? "/128" : "/32");
            if (TryParseNetwork(network, out IPNetwork parsed))
                networks.Add(parsed);
            else
                _problems.Add($"Api:TrustedProxies: '{text}' is not a network such as 10.0.0.0/8 without host bits");
        }

        return networks;
    }

    private static bool TryParseNetwork(string text, out IPNetwork network)
    {
        // The framework clears host bits in silence, and then trusts more addresses than were meant. It also reads
        // 010.0.0.0 as octal, so that IPv4 must be in its one usual form.
        if (!IPNetwork.TryParse(text, out network))
            return false;

        if (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork)
            return text.StartsWith(network.BaseAddress + "/", StringComparison.Ordinal);

        // Peers are compared in their IPv4 form, so a mapped network would never match, and a proxy not be believed.
        string written = text[..text.IndexOf('/', StringComparison.Ordinal)];
        return !network.BaseAddress.IsIPv4MappedToIPv6
            && !written.Contains('%', StringComparison.Ordinal)
            && IPAddress.Parse(written).Equals(network.BaseAddress);
    }

    private string ReadForwardedHeader(string? text)
    {
        if (Is(text, "Forwarded"))
            // Its elements are pairs such as for=…, none of which this reader would take for an address.
            _problems.Add("Api:ForwardedHeader: Forwarded (RFC 7239) is not supported; use X-Forwarded-For");
        else if (string.IsNullOrEmpty(text) || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            _problems.Add($"Api:ForwardedHeader: '{text}' is not a header name");

        return text ?? "";
    }

    private string[] ReadOrigins(string[] texts)
    {
        foreach (string text in texts)
        {
            // As browsers write it (RFC 6454 §6.2): with a path or a closing slash it would match no request.
            bool isOrigin = text == "*"
                || (Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
                    && uri.Scheme is "http" or "https"
                    && text == uri.GetLeftPart(UriPartial.Authority)
                    && uri.UserInfo.Length == 0);
            if (!isOrigin)
                _problems.Add($"Api:CorsOrigins: '{text}' is not an origin such as https://console.example.org");
        }

        return texts;
    }

    private RegistrationMode ReadMode(string? text)
    {
        if (TryReadWord(text, out RegistrationMode mode))
            return mode;

        _problems.Add($"Registration:Mode: '{text}' is not a mode; write open, token or closed");
        // Never used, since a problem stops the start; if it ever were, nobody gets in.
        return RegistrationMode.Closed;
    }

    private string ReadDatabase(string? text)
    {
        const string Sqlite = "sqlite:";
        text ??= "";
        if (text.StartsWith(Sqlite, StringComparison.OrdinalIgnoreCase) && text.Length > Sqlite.Length)
            return text[Sqlite.Length..];

        // The text is not repeated: a connection string may hold a password.
        bool isPostgres = text.StartsWith("postgres", StringComparison.OrdinalIgnoreCase);
        _problems.Add(isPostgres
            ? "Database: postgres is not available yet; write sqlite:PATH"
            : "Database: must be sqlite:PATH");
        return "";
    }

    private ValueLimits ReadValues(ValuesOptions options)
    {
        if (!Duration.TryParse(options.Lifetime, out TimeSpan? lifetime) || lifetime < TimeSpan.FromSeconds(1))
            _problems.Add($"Values:Lifetime: '{options.Lifetime}' is not 1s or more; write {Duration.Grammar}");

        int perName = ReadCount(options.PerName, "Values:PerName");
        int perCredential = ReadCount(options.PerCredential, "Values:PerCredential");
        return new ValueLimits(lifetime ?? ValueLimits.Default.Lifetime, perCredential, perName);
    }

    private int ReadCount(string? text, string key)
    {
        // More than sixteen values would not fit one datagram of the size that resolvers take.
        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count);
        if (isNumber && count is >= 1 and <= 16)
            return count;

        _problems.Add($"{key}: '{text}' is not a whole number from 1 to 16");
        return 1;
    }

    private LogLevel ReadLogLevel(string? text)
    {
        if (TryReadWord(text, out LogLevel level))
            return level;

        _problems.Add($"Logging:LogLevel:Default: '{text}' is not a level; "
            + "write Trace, Debug, Information, Warning, Error, Critical or None");
        return LogLevel.Information;
    }

    // The framework would take a number, and a list of words, for an enum value too.
    private static bool TryReadWord<T>(string? text, out T value)
        where T : struct, Enum
    {
        value = default;
        return text is not null && text.All(char.IsAsciiLetter) && Enum.TryParse(text, ignoreCase: true, out value);
    }

    private static bool Is(string? text, string word) => word.Equals(text, StringComparison.OrdinalIgnoreCase);
}
