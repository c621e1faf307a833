using System.Net;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;
using ValidationZone.Accounts.Timeline;
using ValidationZone.Authority.Answering;
using ValidationZone.Authority.Zone;
using ValidationZone.Delegation;
using ValidationZone.Server.Api;
using ValidationZone.Server.Api.Limits;
using ValidationZone.Server.Api.V1;
using ValidationZone.Server.Configuration;
using ValidationZone.Storage.Sqlite;
using ValidationZone.Transport;

namespace ValidationZone.Server.Hosting;

/// <summary>Every <c>new</c> that matters: the one place that knows how the parts fit together.</summary>
internal sealed class Composition : IAsyncDisposable
{
    private readonly ServerSettings _settings;
    private readonly TimeProvider _clock;
    private readonly SqliteAccountStore _store;
    private readonly KeyHasher _hasher;
    private readonly Authenticator _authenticator;

    private Composition(ServerSettings settings, TimeProvider clock, SqliteAccountStore store, KeyHasher hasher)
    {
        _settings = settings;
        _clock = clock;
        _store = store;
        _hasher = hasher;
        Addresses = settings.Zone.FileContents is null
            ? NameServerAddresses.Find(settings.Dns.Listen, NameServerAddresses.OfThisMachine())
            : [];
        // Before everything else: the others publish to its table, which answers SERVFAIL until it is loaded.
        Zone = new ServedZone(settings.Zone.FileContents ?? Synthesise(), clock);
        Timeline = new TimelineBook(Zone.Table, clock);
        Questions = new QuestionCollector(Timeline, clock);
        Directory = new AccountDirectory(Zone, settings.Zone.TtlSeconds, clock, Timeline);
        Answerer = new QueryAnswerer(
            Zone, new AnswererOptions { Identity = settings.Dns.Identity, Cookies = settings.Dns.Cookies });
        // One ring for all streams: one for each connection would be megabytes for a crowd of them.
        Streams = new StreamConnection(Answerer, settings.Dns.Streams.Options, clock, Questions.NewRing());
        StreamAdmission = new StreamAdmission(settings.Dns.Streams.Limits, clock);
        Loader = new TableLoader(store, Directory);
        Serial = new SerialReserve(store, Zone.Table, clock);
        Follower = new StoreFollower(store, Directory);
        Expiry = new ValueExpiry(store, Directory, clock);
        Uses = new UseBook(store, clock);
        Audit = settings.Audit.IsEnabled
            ? new AuditLog(settings.Audit.Folder, settings.Audit.RetentionDays, clock)
            : null;
        // One for all endpoints: they share the directory, and so agree on who is who.
        _authenticator = new Authenticator(Directory, hasher, clock);
        var administration = new AccountAdministration(store, Directory, hasher, Zone.Apex, clock);
        ImportedKeys = new ImportedKeys(_authenticator, administration, hasher, clock);
        Limits = new ApiLimits(settings.Limits, clock);
    }

    /// <summary>The addresses of ns1 under a synthesised apex.</summary>
    internal IReadOnlyList<IPAddress> Addresses { get; }

    /// <summary>The zone that is served.</summary>
    internal ServedZone Zone { get; }

    /// <summary>Credentials and values in memory.</summary>
    internal AccountDirectory Directory { get; }

    /// <summary>What happened to subdomains lately.</summary>
    internal TimelineBook Timeline { get; }

    /// <summary>Carries questions into the timeline.</summary>
    internal QuestionCollector Questions { get; }

    /// <summary>Answers DNS questions.</summary>
    internal QueryAnswerer Answerer { get; }

    /// <summary>Makes the limiter of one UDP socket; <see langword="null"/> when replies are not limited.</summary>
    internal Func<ResponseRateLimiter>? NewLimiter =>
        _settings.Dns.RateLimit is { } limits ? () => new ResponseRateLimiter(limits, _clock) : null;

    /// <summary>Serves DNS over TCP.</summary>
    internal StreamConnection Streams { get; }

    /// <summary>Lets connections for DNS in.</summary>
    internal StreamAdmission StreamAdmission { get; }

    /// <summary>Fills the table.</summary>
    internal TableLoader Loader { get; }

    /// <summary>Keeps the SOA serial from going back.</summary>
    internal SerialReserve Serial { get; }

    /// <summary>Takes in what other processes change.</summary>
    internal StoreFollower Follower { get; }

    /// <summary>Lets in who comes from another server.</summary>
    internal ImportedKeys ImportedKeys { get; }

    /// <summary>Makes values vanish in time.</summary>
    internal ValueExpiry Expiry { get; }

    /// <summary>Remembers when credentials and operator tokens were last used.</summary>
    internal UseBook Uses { get; }

    /// <summary>Keeps who did what; <see langword="null"/> when that is turned off.</summary>
    internal AuditLog? Audit { get; }

    /// <summary>How often the API may be asked.</summary>
    internal ApiLimits Limits { get; }

    /// <summary>Why the store takes no changes; <see langword="null"/> while it does.</summary>
    internal string? StoreFailure => _store.LastFailure;

    /// <summary>Opens the store and puts everything on top of it. Nothing is loaded and nothing listens yet.</summary>
    /// <exception cref="IOException">The store or the pepper cannot be had.</exception>
    internal static async Task<Composition> OpenAsync(
        ServerSettings settings, TimeProvider clock, CancellationToken cancellation)
    {
        SqliteAccountStore? opened = null;
        try
        {
            DatabaseFiles.PrepareFolder(settings.DatabasePath);
            var hasher = KeyHasher.LoadOrCreate(DatabaseFiles.PepperPath(settings.DatabasePath));
            opened = await SqliteAccountStore.OpenAsync(settings.DatabasePath, clock, cancellation);

            // Under another pepper no key would match, and every client would be refused without a visible reason.
            await opened.VerifyPepperAsync(hasher, cancellation);
            var composition = new Composition(settings, clock, opened, hasher);
            // From here on the composition disposes of it.
            opened = null;
            return composition;
        }
        catch (StoreUnavailableException e)
        {
            throw new StartException($"cannot open the store {settings.DatabasePath}: {e.Message}", e);
        }
        finally
        {
            // Still set only when something above has thrown.
            await (opened?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    /// <summary>Fills the table and reserves serials: after this, the server may answer.</summary>
    /// <exception cref="StartException">The store cannot be read.</exception>
    internal async Task LoadAsync(IProgress<int> progress, CancellationToken cancellation)
    {
        try
        {
            await Loader.LoadAsync(progress, cancellation);
            // After the load, which counts the serial up, and before the first answer shows one.
            await Serial.StartAsync(cancellation);
        }
        catch (StoreUnavailableException e)
        {
            throw new StartException($"cannot load the store {_settings.DatabasePath}: {e.Message}", e);
        }
    }

    /// <summary>Deletes unused subdomains; <see langword="null"/> when that is turned off.</summary>
    /// <param name="deleted">Is told of each that was deleted.</param>
    internal UnusedAccounts? NewUnusedAccounts(Action<Subdomain> deleted) =>
        _settings.ExpireUnusedAfter is { } unusedFor
            ? new UnusedAccounts(_store, Directory, unusedFor, _clock) { Deleted = deleted }
            : null;

    /// <summary>Puts the API together.</summary>
    /// <param name="isListening">Whether the DNS listeners are open.</param>
    /// <param name="log">Where requests are logged.</param>
    internal ApiPipeline CreateApi(Func<bool> isListening, ILogger log)
    {
        ApiSettings api = _settings.Api;
        var credentials = new CredentialGate(_authenticator, ImportedKeys);
        var updater = new ChallengeUpdater(_store, Directory, _settings.Values, _clock) { Uses = Uses };
        var registrar = new AccountRegistrar(_store, Directory, _hasher, Zone.Apex, _clock)
        {
            MaxNames = _settings.Caps.Names,
        };
        var tokens = new OperatorTokens(_store, _hasher, _clock) { Uses = Uses };
        var gate = new RegistrationGate(_settings.Registration, tokens, Limits);
        var storage = new AccountStorage(_store, Directory, _hasher, _clock);
        var endpoints = new ApiEndpoints(
            new RegisterEndpoint(gate, registrar, Limits),
            new UpdateEndpoint(credentials, updater, Limits),
            new HttpReqEndpoint(credentials, updater, Limits, Zone.Apex),
            new AccountStorageEndpoint(
                new AccountStorageGate(tokens, credentials, Zone.Apex, _clock),
                storage,
                Limits,
                NewFollower(api.Resolvers)),
            new HealthEndpoint(new Readiness(Zone.Table, _store, Follower, isListening, _clock), Directory),
            new V1Branch(
                CreateV1(registrar, updater), new V1Gate(tokens, credentials, Limits, api.OperatorListen.Count > 0)));
        return new ApiPipeline(
            new RouteTable(api.BasePath),
            new ClientAddress(api.TrustedProxies, api.ForwardedHeader),
            new CorsPolicy(api.CorsOrigins),
            endpoints,
            new RequestTrails(Audit, _clock),
            log,
            _clock);
    }

    private V1Endpoints CreateV1(AccountRegistrar registrar, ChallengeUpdater updater)
    {
        var accounts = new AccountAdministration(_store, Directory, _hasher, Zone.Apex, _clock)
        {
            MaxCredentials = _settings.Caps.CredentialsPerName,
        };
        var zone = new V1Zone(Zone.Apex, Zone.Table.IsStatic, _hasher, _clock);
        return new V1Endpoints(
            new SubdomainsEndpoint(registrar, accounts, zone),
            new CredentialsEndpoint(accounts, zone),
            new ValuesEndpoint(updater, accounts, _settings.Values.Lifetime, _clock),
            new TimelineEndpoint(Timeline, accounts),
            new AuditEndpoint(_settings.Audit.IsEnabled ? new AuditReader(_settings.Audit.Folder) : null),
            new CheckEndpoint(_settings.Api.Resolvers, Zone.Apex, _clock),
            new NodesEndpoint(_settings.Dns.Identity ?? Environment.MachineName, Zone.Table, Directory, _clock));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await using SqliteAccountStore store = _store;
        ImportedKeys.Dispose();
        await (Audit?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private AliasFollower? NewFollower(IReadOnlyList<IPEndPoint> resolvers) =>
        resolvers.Count > 0 ? new AliasFollower(resolvers, _clock) : null;

    private ZoneContents Synthesise() =>
        ZoneContents.Synthesise(_settings.Zone.Apex, Addresses, _settings.Zone.NegativeTtlSeconds);
}
