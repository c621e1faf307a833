using System.Net;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>The built server, run as its users run it, on ports of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const string Zone = "auth.example.test";

    private readonly string _zone;
    private readonly string _database;
    private readonly string[] _extraArguments;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly List<string> _outputs = [];
    private ChildProcess? _process;

    private ServerProcess(
        string zone, string database, IReadOnlyDictionary<string, string> environment, string[] extraArguments)
    {
        _zone = zone;
        _database = database;
        _environment = new Dictionary<string, string>(
            [.. ManyChanges.ExceptBy(environment.Keys, setting => setting.Key), .. environment]);
        _extraArguments = extraArguments;
        foreach ((string name, string value) in environment)
        {
            if (name.Contains("__Cookies__", StringComparison.Ordinal))
                SecretLedger.Issue("cookie", value);
        }

        Api = new ApiClient(Address);
    }

    /// <summary>The executable under test; E2E_SERVER names another one, such as a published build.</summary>
    public static string Executable =>
        Environment.GetEnvironmentVariable("E2E_SERVER") ?? Tools.BuildValue("ServerExecutable");

    public int DnsPort { get; } = FreePort.Next();

    public int HttpPort { get; } = FreePort.Next();

    public string Address => $"http://127.0.0.1:{HttpPort}";

    public ApiClient Api { get; private set; }

    public int ProcessId => _process!.Id;

    public bool HasExited => _process!.HasExited;

    /// <summary>All that the server has printed, in every run.</summary>
    public string Output => string.Concat(_outputs) + _process?.Output;

    /// <summary>
    /// Most tests ask thousands of questions a second from one address, and register and update as fast as they are
    /// answered, which is what the limits are against.
    /// </summary>
    private static readonly Dictionary<string, string> Unlimited = new()
    {
        ["VALIDATIONZONE_Dns__RateLimit__Enabled"] = "false",
    };

    /// <summary>And they register and publish as no network does in an hour.</summary>
    private static readonly Dictionary<string, string> ManyChanges = new()
    {
        ["VALIDATIONZONE_Limits__RegistrationsPerPrefixPerHour"] = "0",
        ["VALIDATIONZONE_Limits__RegistrationsPerPrefixPerDay"] = "0",
        ["VALIDATIONZONE_Limits__UpdatesPerCredentialPerMinute"] = "0",
    };

    public static Task<ServerProcess> StartAsync(string database, params string[] extraArguments) =>
        StartAsync(database, Unlimited, extraArguments);

    /// <summary>Starts the server for a zone of this name.</summary>
    public static async Task<ServerProcess> StartForAsync(
        string zone, string database, params string[] extraArguments)
    {
        var server = new ServerProcess(zone, database, Unlimited, extraArguments);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts the server with these settings and, unless they say otherwise, with the limiter of DNS on.</summary>
    public static async Task<ServerProcess> StartAsync(
        string database, IReadOnlyDictionary<string, string> environment, params string[] extraArguments)
    {
        var server = new ServerProcess(Zone, database, environment, extraArguments);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>
    /// Starts the server for a zone that others delegate: on port 53 of these addresses, with the names and addresses
    /// of name servers that the zone file says.
    /// </summary>
    public static async Task<ServerProcess> StartDelegatedAsync(
        TempFolder folder, string zone, string zoneFile, params IPAddress[] addresses)
    {
        string[] listen = [.. addresses.SelectMany(address => new[] { "--dns", $"{address}:53" })];
        var server = new ServerProcess(
            zone, folder.Combine("data", "validationzone.db"), Unlimited, ["--zone-file", zoneFile, .. listen]);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts the server on the same files and ports, and returns once it says that it is ready.</summary>
    public async Task StartAgainAsync()
    {
        await EndAsync(LinuxCalls.SignalKill);
        Api.Dispose();
        Api = new ApiClient(Address);
        string[] arguments =
        [
            "serve", "--zone", _zone, "--dns", $"127.0.0.1:{DnsPort}", "--api", Address,
            "--database", "sqlite:" + _database, .. _extraArguments,
        ];
        _process = ChildProcess.Start(Executable, arguments, _environment);
        await _process.BecomesReadyAsync(async () => await Api.ReadyAsync() == HttpStatusCode.OK);
    }

    /// <summary>Takes the processor away: from here on, the process answers nobody.</summary>
    public void Freeze() => _process!.Signal(LinuxCalls.SignalStop);

    /// <summary>kill -9: the process gets no chance to finish anything.</summary>
    public Task KillAsync() => EndAsync(LinuxCalls.SignalKill);

    /// <summary>SIGTERM, then waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        _process!.Signal(LinuxCalls.SignalTerminate);
        return await _process.WaitForExitAsync(TimeSpan.FromMinutes(2));
    }

    public TxtClient NewTxtClient() => new(DnsPort);

    public async ValueTask DisposeAsync()
    {
        await EndAsync(LinuxCalls.SignalKill);
        Api.Dispose();
    }

    private async Task EndAsync(int signal)
    {
        if (_process is null)
            return;
        _process.Signal(signal);
        await _process.WaitForExitAsync(TimeSpan.FromMinutes(2));
        _outputs.Add(_process.Output);
        SecretLedger.KeepLog(_process.Output);
        await _process.DisposeAsync();
        _process = null;
    }
}
