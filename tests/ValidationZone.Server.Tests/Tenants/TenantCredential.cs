namespace ValidationZone.Server.Tests.Tenants;

/// <summary>A credential as its tenant knows it.</summary>
internal sealed class TenantCredential(int number, string username, string key)
{
    public int Number { get; } = number;

    public string Username { get; } = username;

    public string Key { get; set; } = key;

    /// <summary>Whether it works: it does not while it is disabled, and never again once it was removed.</summary>
    public bool IsEnabled { get; set; } = true;

    public (string Name, string Value)[] Headers => [("X-Api-User", Username), ("X-Api-Key", Key)];
}
