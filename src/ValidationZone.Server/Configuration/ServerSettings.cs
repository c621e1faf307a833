using ValidationZone.Accounts;

namespace ValidationZone.Server.Configuration;

/// <summary>The configuration once checked. Each component receives its own slice and no more.</summary>
internal sealed record ServerSettings
{
    /// <summary>The zone that is served.</summary>
    public required ZoneSettings Zone { get; init; }

    /// <summary>How questions are taken in.</summary>
    public required DnsSettings Dns { get; init; }

    /// <summary>How the HTTP API is reached.</summary>
    public required ApiSettings Api { get; init; }

    /// <summary>Who may create accounts.</summary>
    public required RegistrationMode Registration { get; init; }

    /// <summary>After how long without a publication accounts are deleted; <see langword="null"/> for never.</summary>
    public TimeSpan? ExpireUnusedAfter { get; init; }

    /// <summary>The SQLite file.</summary>
    public required string DatabasePath { get; init; }

    /// <summary>How long values live and how many there may be.</summary>
    public required ValueLimits Values { get; init; }

    /// <summary>Who did what, and how long that is kept.</summary>
    public required AuditSettings Audit { get; init; }

    /// <summary>How often the API may be asked.</summary>
    public required ApiLimitSettings Limits { get; init; }

    /// <summary>How many names and credentials there may be.</summary>
    public required AccountCaps Caps { get; init; }

    /// <summary>The least level that is logged.</summary>
    public required LogLevel LogLevel { get; init; }
}
