namespace ValidationZone.Accounts;

/// <summary>Proof that a request presented a working credential; only <see cref="Authenticator"/> makes one.</summary>
public sealed class AuthenticatedCredential
{
    internal AuthenticatedCredential(Guid username, Subdomain subdomain)
    {
        Username = username;
        Subdomain = subdomain;
    }

    /// <summary>The credential's username.</summary>
    public Guid Username { get; }

    /// <summary>The one subdomain that it may change.</summary>
    public Subdomain Subdomain { get; }
}
