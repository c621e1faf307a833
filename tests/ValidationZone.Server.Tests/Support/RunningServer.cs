using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ValidationZone.Server.Configuration;
using ValidationZone.Server.Hosting;
using ValidationZone.Server.Tests.Sockets;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

/// <summary>The real server in this process: Kestrel and DNS on free ports, SQLite in a folder of its own.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly TempFolder? _ownFolder;
    private readonly ILoggerFactory _loggers;
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false, AllowAutoRedirect = false };
    private readonly HttpClient _client;

    private RunningServer(
        ServerHost host, ServerSettings settings, TempFolder? ownFolder, ILoggerFactory loggers, CapturedLog log)
    {
        Host = host;
        Settings = settings;
        _ownFolder = ownFolder;
        _loggers = loggers;
        Log = log;
        _client = new HttpClient(_handler) { BaseAddress = new Uri($"http://{Api}/") };
    }

    internal ServerHost Host { get; }

    internal ServerSettings Settings { get; }

    public CapturedLog Log { get; }

    public IPEndPoint Api => Host.ApiEndPoints[0];

    public IPEndPoint Udp => Host.UdpEndPoints[0];

    public IPEndPoint Tcp => Host.TcpEndPoints[0];

    public IPEndPoint Tls => Host.TlsEndPoints[0];

    public static Task<RunningServer> StartAsync(params (string Key, string? Value)[] settings) =>
        StartAsync(new TempFolder(), ownsFolder: true, Environment(TimeProvider.System), settings);

    public static Task<RunningServer> StartInAsync(TempFolder folder, params (string Key, string? Value)[] settings) =>
        StartAsync(folder, ownsFolder: false, Environment(TimeProvider.System), settings);

    /// <summary>The same, with a store that is there already.</summary>
    public static Task<RunningServer> StartInAsync(
        TempFolder folder, TimeProvider clock, params (string Key, string? Value)[] settings) =>
        StartAsync(folder, ownsFolder: false, Environment(clock), settings);

    /// <summary>A server whose API takes only so many connections at once.</summary>
    public static Task<RunningServer> StartLimitedAsync(int maxConnections) =>
        StartAsync(new TempFolder(), ownsFolder: true, Environment(TimeProvider.System, maxConnections), []);

    /// <summary>A server whose end waits for requests for as long as a test may take.</summary>
    public static Task<RunningServer> StartPatientAsync() => StartAsync(
        new TempFolder(),
        ownsFolder: true,
        loggers => Environment(TimeProvider.System)(loggers) with { DrainTime = TimeSpan.FromMinutes(1) },
        []);

    /// <summary>A server whose time passes as the test likes.</summary>
    public static Task<RunningServer> StartAtAsync(TimeProvider clock, params (string Key, string? Value)[] settings) =>
        StartAsync(new TempFolder(), ownsFolder: true, Environment(clock), settings);

    private static Func<ILoggerFactory, ServerEnvironment> Environment(TimeProvider clock, int maxConnections = 4096) =>
        loggers => new ServerEnvironment(clock, loggers, new ConnectionLimits(maxConnections));

    private static async Task<RunningServer> StartAsync(
        TempFolder folder,
        bool ownsFolder,
        Func<ILoggerFactory, ServerEnvironment> surround,
        (string Key, string? Value)[] settings)
    {
        ServerSettings read = Read(folder, settings);
        var log = new CapturedLog();
        ILoggerFactory loggers = LoggerFactory.Create(logging =>
        {
            ConsoleLog.SetLevels(logging, LogLevel.Trace);
            logging.AddProvider(log);
        });
        ServerEnvironment environment = surround(loggers);
        ServerHost host = await ServerHost.StartAsync(read, environment, CancellationToken.None);
        return new RunningServer(host, read, ownsFolder ? folder : null, loggers, log);
    }

    private static ServerSettings Read(TempFolder folder, (string Key, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["Database"] = "sqlite:" + folder.File("test.db"),
            ["Dns:Listen:0"] = "127.0.0.1:0",
            ["Api:Listen:0"] = "http://127.0.0.1:0",
        };
        foreach ((string key, string? value) in settings)
        {
            all[key] = value;
            if (value is not null && key.StartsWith("Dns:Cookies:", StringComparison.Ordinal))
                SecretLedger.Issue("cookie", value);
        }

        var problems = new List<string>();
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(all).Build();
        Assert.True(
            OptionsCheck.TryCheck(configuration, out ServerSettings? read, problems), string.Join('\n', problems));
        return read;
    }

    public Task<HttpReply> PostAsync(string path, string? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body, headers);

    public async Task<HttpReply> SendAsync(
        HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri($"http://{Api}{path}"));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        }

        foreach ((string name, string value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await _client.SendAsync(request);
        return await HttpReply.ReadAsync(response);
    }

    /// <summary>Sends octets as they are and reads until the server closes.</summary>
    public async Task<string> ExchangeAsync(string request)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Api);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var reply = new MemoryStream();
        try
        {
            await stream.CopyToAsync(reply, patience.Token);
        }
        catch (IOException)
        {
            // A reset after the reply: the server did not want the rest of the request.
        }

        return Encoding.Latin1.GetString(reply.ToArray());
    }

    /// <summary>Registers with an Authorization header that a client library would refuse to send.</summary>
    public async Task<HttpReply> ExchangeRegisterAsync(string authorization)
    {
        string reply = await ExchangeAsync(
            "POST /register HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            + $"Authorization: {authorization}\r\nContent-Length: 0\r\n\r\n");
        int status = int.Parse(reply.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
        int body = reply.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return new HttpReply(status, reply[body..], new Dictionary<string, string>());
    }

    public async Task<TestAccount> RegisterAsync(string? body = null)
    {
        HttpReply reply = await PostAsync("/register", body);
        Assert.Equal(201, reply.Status);
        return TestAccount.Read(reply.Body);
    }

    public Task<HttpReply> UpdateAsync(TestAccount account, string txt) =>
        PostAsync("/update", account.UpdateBody(txt), account.Headers);

    public Task<DnsAnswer> AskAsync(string name, int type = DnsAnswer.Txt) => DnsAnswer.AskUdpAsync(Udp, name, type);

    /// <summary>The serial of the zone's SOA record, over UDP.</summary>
    public async Task<uint> AskSerialAsync()
    {
        await using var path = new DatagramPath("UDP4", Udp);
        byte[] question = APacket.Asking(Settings.Zone.Apex.ToString(), "SOA").ToOctets();
        DnsRecord soa = Assert.Single(DnsReply.Parse(await path.AskAsync(question)).Answer);
        return uint.Parse(soa.RdataText.Split(' ')[2], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _handler.Dispose();
        await Host.StopAsync();
        _loggers.Dispose();
        SecretLedger.KeepLog(Log.Text);
        _ownFolder?.Dispose();
    }
}
