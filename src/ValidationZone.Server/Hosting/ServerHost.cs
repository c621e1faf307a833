using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using ValidationZone.Accounts.Timeline;
using ValidationZone.Authority.Answering;
using ValidationZone.Server.Api;
using ValidationZone.Server.Api.Limits;
using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Hosting;

/// <summary>The running server: store, table, listeners, loops.</summary>
internal sealed class ServerHost : IAsyncDisposable
{
    private readonly Composition _parts;
    private readonly DnsService _dns;
    private readonly TlsCertificateWatch? _certificate;
    private readonly KestrelSetup _kestrel;
    private readonly RequestDrain _drain;
    private readonly WebApplication _app;
    private readonly ILogger _log;
    private readonly TimeSpan _drainTime;
    private bool _isDisposed;

    private ServerHost(ServerSettings settings, Composition parts, ServerEnvironment environment)
    {
        _parts = parts;
        _drainTime = environment.DrainTime;
        _log = environment.Loggers.CreateLogger("ValidationZone");
        _dns = new DnsService(settings.Dns, parts.Answerer, parts.NewLimiter, parts.Questions.NewRing, _log);
        _certificate = settings.Dns.Tls is { } tls ? new TlsCertificateWatch(tls.Files, _log, environment.Clock) : null;
        var streams = new StreamEndpoint(parts.Streams, parts.StreamAdmission);
        _kestrel = new KestrelSetup(settings, streams, environment.Limits) { Certificate = _certificate };
        _drain = new RequestDrain(parts.CreateApi(() => _dns.IsListening, _log).HandleAsync);
        _app = Build(environment);
    }

    /// <summary>Where DNS over UDP listens.</summary>
    internal IReadOnlyList<IPEndPoint> UdpEndPoints => _dns.LocalEndPoints;

    /// <summary>Where DNS over TCP listens.</summary>
    internal IReadOnlyList<IPEndPoint> TcpEndPoints => _kestrel.DnsEndPoints;

    /// <summary>Where DNS over TLS listens; possibly nowhere.</summary>
    internal IReadOnlyList<IPEndPoint> TlsEndPoints => _kestrel.TlsEndPoints;

    /// <summary>Where the API listens.</summary>
    internal IReadOnlyList<IPEndPoint> ApiEndPoints => _kestrel.ApiEndPoints;

    /// <summary>Where the API for operators alone listens; possibly nowhere.</summary>
    internal IReadOnlyList<IPEndPoint> OperatorEndPoints => _kestrel.OperatorEndPoints;

    /// <summary>What happened to subdomains lately.</summary>
    internal TimelineBook Timeline => _parts.Timeline;

    /// <summary>How often the API may be asked.</summary>
    internal ApiLimits Limits => _parts.Limits;

    /// <summary>How many subdomains there are.</summary>
    internal int SubdomainCount => _parts.Zone.Table.SubdomainCount;

    /// <summary>How often a key was verified by bcrypt: once for each imported account at best.</summary>
    internal long BcryptCount => _parts.ImportedKeys.VerificationCount;

    /// <summary>Opens the store, loads it, and only then opens the listeners.</summary>
    /// <exception cref="IOException">Something it needs cannot be had; nothing stays open.</exception>
    internal static async Task<ServerHost> StartAsync(
        ServerSettings settings, ServerEnvironment environment, CancellationToken cancellation)
    {
        ILogger log = environment.Loggers.CreateLogger("ValidationZone");
        Log.Starting(log, ProductVersion.Text, settings.Zone.Apex.ToString(), settings.DatabasePath);
        Composition parts = await Composition.OpenAsync(settings, environment.Clock, cancellation);
        ServerHost? host = null;
        bool isServing = false;
        try
        {
            // Only a full table may answer: an early NXDOMAIN would stay in the caches of the world.
            await LoadAsync(parts, environment.Clock, log, cancellation);
            WarmUp.Run(parts.Answerer, settings.Zone.Apex, parts.NewLimiter?.Invoke());
            host = new ServerHost(settings, parts, environment);
            await host._app.StartAsync(cancellation);
            host.Announce(settings);
            isServing = true;
            return host;
        }
        finally
        {
            if (!isServing)
                await (host?.DisposeAsync() ?? parts.DisposeAsync());
        }
    }

    /// <summary>Takes in nothing new, gives what is under way a few seconds to end, and closes the store.</summary>
    internal async Task StopAsync()
    {
        if (_isDisposed)
            return;

        Log.Stopping(_log);
        using var patience = new CancellationTokenSource(_drainTime);
        // DNS goes on until the last update has its reply: a 200 means that the value is served, here and now.
        await _drain.DrainAsync(patience.Token);
        // Read before the rest: stopping takes the counters away with their threads.
        long queries = Counters().Sum(block => block.Requests);
        // When the time is up, Kestrel cuts off what is left. Idle connections end at once.
        await _app.StopAsync(patience.Token);
        await DisposeAsync();
        Log.Stopped(_log, queries);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;

        _isDisposed = true;
        // The store last: requests and loops still use it until the host is gone.
        await _app.DisposeAsync();
        _dns.Dispose();
        long lost = _parts.Audit?.DroppedCount ?? 0;
        await _parts.DisposeAsync();
        if (_parts.Audit is { } audit && audit.DroppedCount > lost)
            Log.AuditCutShort(_log, audit.DroppedCount - lost, audit.LastFailure ?? "");
    }

    private WebApplication Build(ServerEnvironment environment)
    {
        // The empty builder reads no configuration of its own, so no variable of the framework can open a port.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(_kestrel.Configure);
        builder.Services.Configure<SocketTransportOptions>(KestrelSetup.ConfigureSockets);
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, SharedMemoryPools>();
        // An object and not a type: the container then leaves it to its owner, who logs after the host is gone.
        builder.Services.AddSingleton(environment.Loggers);
        builder.Services.AddSingleton<IHostedService>(_dns);
        builder.Services.AddSingleton<IHostedService>(
            new BackgroundLoops(_parts, Counters, _log, environment.Clock) { Certificate = _certificate });

        WebApplication app = builder.Build();
        // One delegate and no routing in front of it: forgiving paths and JSON errors are ours anyway.
        app.Run(_drain.HandleAsync);
        return app;
    }

    private static async Task LoadAsync(
        Composition parts, TimeProvider clock, ILogger log, CancellationToken cancellation)
    {
        long started = clock.GetTimestamp();
        // Disposed of before anything listens, and inside of what is called loading.
        using (new LoadMemory())
            await parts.LoadAsync(new LoadProgress(log), cancellation);

        double milliseconds = clock.GetElapsedTime(started).TotalMilliseconds;
        Log.Loaded(
            log,
            parts.Zone.Table.SubdomainCount,
            parts.Directory.CredentialCount,
            parts.Directory.LiveValueCount,
            milliseconds);
    }

    private void Announce(ServerSettings settings)
    {
        if (settings.Zone.FileContents is null && _parts.Addresses.Count == 0)
            Log.NameServerWithoutAddress(_log, settings.Zone.Apex.ToString());

        foreach (IPEndPoint endpoint in UdpEndPoints)
            Log.ListeningUdp(_log, endpoint, _dns.Engine, _dns.Counters.Count);

        foreach (IPEndPoint endpoint in TcpEndPoints)
            Log.Listening(_log, "TCP", endpoint);

        foreach (IPEndPoint endpoint in TlsEndPoints)
            Log.Listening(_log, "TLS", endpoint);

        foreach (IPEndPoint endpoint in ApiEndPoints)
            Log.Listening(_log, "HTTP", endpoint);

        foreach (IPEndPoint endpoint in OperatorEndPoints)
            Log.Listening(_log, "operators' HTTP", endpoint);
    }

    private IEnumerable<QueryCounters> Counters() => [.. _dns.Counters, _parts.Streams.Counters];
}
