namespace ValidationZone.Accounts;

/// <summary>Under which conditions a credential works; what most of them share.</summary>
internal sealed class CredentialTerms
{
    private readonly long _expiresAt;

    private CredentialTerms(AllowFrom allowFrom, bool isEnabled, DateTimeOffset? expiresAt)
    {
        AllowFrom = allowFrom;
        IsEnabled = isEnabled;
        _expiresAt = expiresAt?.ToUnixTimeMilliseconds() ?? long.MaxValue;
    }

    private CredentialTerms(Credential credential)
        : this(credential.AllowFrom, credential.IsEnabled, credential.ExpiresAt) =>
        ImportedHash = credential.ImportedHash;

    /// <summary>Enabled, for ever and from anywhere: of a million credentials nearly all.</summary>
    internal static CredentialTerms Usual { get; } = new(AllowFrom.Anywhere, isEnabled: true, expiresAt: null);

    /// <summary>Those of a credential that is none.</summary>
    internal static CredentialTerms Disabled { get; } = new(AllowFrom.Anywhere, isEnabled: false, expiresAt: null);

    internal AllowFrom AllowFrom { get; }

    internal bool IsEnabled { get; }

    /// <summary>The bcrypt text of a key that was not seen here yet.</summary>
    internal string? ImportedHash { get; }

    internal static CredentialTerms Of(Credential credential) =>
        credential is { IsEnabled: true, ExpiresAt: null, AllowFrom.Entries.Count: 0, ImportedHash: null }
            ? Usual
            : new CredentialTerms(credential);

    internal bool IsExpiredAt(long now) => _expiresAt <= now;
}
