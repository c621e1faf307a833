using System.Net;

namespace ValidationZone.Server.Configuration;

/// <summary>The whole configuration tree as text, the way an operator writes it, with its defaults.</summary>
/// <remarks>
/// Everything is text so that binding cannot fail half-way: <see cref="OptionsCheck"/> reads it once and lists every
/// problem together.
/// </remarks>
internal sealed class ServerOptions
{
    /// <summary>The zone that is served.</summary>
    public ZoneOptions Zone { get; set; } = new();

    /// <summary>How questions are taken in.</summary>
    public DnsOptions Dns { get; set; } = new();

    /// <summary>How the HTTP API is reached.</summary>
    public ApiOptions Api { get; set; } = new();

    /// <summary>Who may create accounts.</summary>
    public RegistrationOptions Registration { get; set; } = new();

    /// <summary><c>sqlite:PATH</c>.</summary>
    public string? Database { get; set; } = "sqlite:data/validationzone.db";

    /// <summary>How long values live and how many there may be.</summary>
    public ValuesOptions Values { get; set; } = new();

    /// <summary>Who did what, and how long that is kept.</summary>
    public AuditOptions Audit { get; set; } = new();

    /// <summary>How often the API may be asked, and how much it takes.</summary>
    public LimitsOptions Limits { get; set; } = new();

    /// <summary>What is logged.</summary>
    public LoggingOptions Logging { get; set; } = new();

    /// <summary>Binds the tree, and fills in the defaults that depend on other settings.</summary>
    internal static ServerOptions From(IConfiguration configuration)
    {
        ServerOptions options = configuration.Get<ServerOptions>() ?? new ServerOptions();
        // Here and not as defaults of the lists, to which the binder would add what is configured. The ports need no
        // privilege, so that a first try works for any user.
        options.Dns.Listen ??= ["127.0.0.1:5353"];
        options.Api.Listen ??= ["http://127.0.0.1:8080"];
        // A server that others reach must not create accounts for them because a line was forgotten.
        options.Registration.Mode ??= options.Api.Listen.All(IsLoopback) ? "open" : "closed";
        return options;
    }

    private static bool IsLoopback(string url) =>
        // What cannot be read counts as open to others; the check lists it anyway.
        ListenAddress.TryParseUrl(url, out IPEndPoint? endpoint) && IPAddress.IsLoopback(endpoint.Address);
}
