namespace ValidationZone.Accounts;

/// <summary>A credential that works from where the request comes, if only bcrypt finds its key right.</summary>
/// <remarks>Not a record: a printed hash would end in a log sooner or later.</remarks>
internal sealed class ImportedCredential(Guid username, Subdomain subdomain, string hash)
{
    internal Guid Username { get; } = username;

    internal Subdomain Subdomain { get; } = subdomain;

    /// <summary>The bcrypt text.</summary>
    internal string Hash { get; } = hash;
}
