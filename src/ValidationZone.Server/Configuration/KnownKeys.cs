namespace ValidationZone.Server.Configuration;

/// <summary>The configuration keys there are, so that a misspelt one is an error and not a default.</summary>
internal static class KnownKeys
{
    private static readonly string[] Scalars =
    [
        "Zone:Name", "Zone:File", "Zone:Ttl", "Zone:NegativeTtl",
        "Dns:UdpEngine", "Dns:Workers", "Dns:Nsid", "Dns:Tls:Certificate", "Dns:Tls:Key",
        "Dns:Cookies:Secret", "Dns:Cookies:StagingSecret",
        "Dns:RateLimit:Enabled", "Dns:RateLimit:RepliesPerSecond", "Dns:RateLimit:Burst", "Dns:RateLimit:Slip",
        "Dns:Tcp:MaxConnections", "Dns:Tcp:MaxConnectionsPerPrefix", "Dns:Tcp:IdleTimeout",
        "Api:BasePath", "Api:ForwardedHeader",
        "Registration:Mode", "Registration:ExpireUnusedAfter", "Database",
        "Audit:Enabled", "Audit:Folder", "Audit:Retention",
        "Values:Lifetime", "Values:PerCredential", "Values:PerName",
        "Limits:RegistrationsPerPrefixPerHour", "Limits:RegistrationsPerPrefixPerDay",
        "Limits:FailedAuthPerPrefixPerMinute", "Limits:UpdatesPerCredentialPerMinute",
        "Limits:Names", "Limits:CredentialsPerName",
        "Logging:LogLevel:Default",
    ];

    // An empty section in a file is no mistake.
    private static readonly string[] Sections =
    [
        "Zone", "Dns", "Dns:Tls", "Dns:Cookies", "Dns:RateLimit", "Dns:Tcp", "Api", "Registration", "Values",
        "Audit", "Limits", "Logging", "Logging:LogLevel",
    ];

    /// <summary>The keys that hold lists.</summary>
    internal static IReadOnlyList<string> Lists { get; } =
    [
        "Dns:Listen", "Dns:Tls:Listen", "Api:Listen", "Api:OperatorListen", "Api:TrustedProxies", "Api:CorsOrigins",
        "Api:Resolvers",
    ];

    /// <summary>Whether a key is one of ours.</summary>
    internal static bool IsKnown(string key) =>
        Scalars.Contains(key, StringComparer.OrdinalIgnoreCase)
        // Entries have numbers; anything else below a list would be ignored by the binder without a word.
        || Lists.Any(list => IsIn(list, key) && int.TryParse(key.AsSpan(list.Length + 1), out _));

    /// <summary>Lists the keys that are not ours, or are not of the right shape.</summary>
    internal static IEnumerable<string> Problems(IConfiguration configuration)
    {
        foreach ((string key, string? value) in configuration.AsEnumerable())
        {
            // A section appears in this list beside its own keys; only the leaves are what somebody wrote.
            bool hasChildren = configuration.GetSection(key).GetChildren().Any();
            if (Sections.Contains(key, StringComparer.OrdinalIgnoreCase) && string.IsNullOrEmpty(value))
                continue;

            if (Lists.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                if (!string.IsNullOrEmpty(value))
                    yield return $"{key}: is a list; write {key}:0, {key}:1 and so on";
            }
            else if (!hasChildren && !IsKnown(key))
            {
                yield return $"{key}: there is no such setting";
            }
        }
    }

    private static bool IsIn(string section, string key) =>
        key.Length > section.Length + 1
        && key[section.Length] == ':'
        && key.StartsWith(section, StringComparison.OrdinalIgnoreCase);
}
