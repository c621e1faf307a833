using System.Text;
using System.Text.Json;
using ValidationZone.Accounts;

namespace ValidationZone.Server.Tests.Api.V1;

/// <summary>A server with a token of each kind, and as many tenants as a test wants.</summary>
public sealed class V1Server : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _tokens = [];
    private readonly (string Key, string? Value)[] _settings;

    public V1Server()
        : this([])
    {
    }

    internal V1Server(params (string Key, string? Value)[] settings) => _settings = settings;

    public RunningServer Server { get; private set; } = null!;

    public TempFolder Folder => _folder;

    public static (string Name, string Value)[] Json => [("Content-Type", "application/json")];

    public async ValueTask InitializeAsync()
    {
        // Everyone here comes from one network, and is refused more often than anybody would be.
        Server = await RunningServer.StartInAsync(
            _folder,
            [
                ("Limits:FailedAuthPerPrefixPerMinute", "0"), ("Limits:RegistrationsPerPrefixPerHour", "0"),
                ("Limits:RegistrationsPerPrefixPerDay", "0"), .. _settings,
            ]);
        _tokens["viewer"] = (await Tokens.CreateAsync(_folder, TokenRole.Viewer)).Secret;
        _tokens["registrar"] = (await Tokens.CreateAsync(_folder)).Secret;
        _tokens["admin"] = (await Tokens.CreateAsync(_folder, TokenRole.Admin)).Secret;
        _tokens["elsewhere"] = (await Tokens.CreateAsync(_folder, TokenRole.Admin, from: "192.0.2.0/24")).Secret;
        _tokens["expired"] = (await Tokens.CreateAsync(
            _folder, TokenRole.Admin, expiresAt: DateTimeOffset.UnixEpoch)).Secret;
        (Guid id, _tokens["revoked"]) = await Tokens.CreateAsync(_folder, TokenRole.Admin);
        await Tokens.RevokeAsync(_folder, id);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The headers of a token of the kinds above.</summary>
    public (string Name, string Value)[] Bearer(string kind) => [("Authorization", "Bearer " + _tokens[kind])];

    public static (string Name, string Value)[] Basic(TestAccount account) =>
    [
        ("Authorization", "Basic " + Convert.ToBase64String(
            Encoding.ASCII.GetBytes($"{account.Username}:{account.Password}"))),
    ];

    public Task<TestAccount> RegisterAsync() => Server.RegisterAsync();

    /// <summary>Sends a request; a body is JSON.</summary>
    public Task<HttpReply> SendAsync(
        string method, string path, (string Name, string Value)[] headers, string? body = null) =>
        Server.SendAsync(new HttpMethod(method), path, body, body is null ? headers : [.. headers, .. Json]);

    public Task<HttpReply> AsAdminAsync(string method, string path, string? body = null) =>
        SendAsync(method, path, Bearer("admin"), body);

    public static JsonElement Parse(HttpReply reply) => JsonDocument.Parse(reply.Body).RootElement;

    public static string CodeOf(HttpReply reply) => $"{reply.Status} {Parse(reply).GetProperty("code").GetString()}";

    /// <summary>The body without the one field that differs from request to request.</summary>
    public static string WithoutId(HttpReply reply) =>
        reply.Body.Replace(Parse(reply).GetProperty("request_id").GetString()!, "", StringComparison.Ordinal);
}
