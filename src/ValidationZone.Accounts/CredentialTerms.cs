namespace ValidationZone.Accounts;

/// <summary>Under which conditions a credential works; what most of them share.</summary>
internal sealed class CredentialTerms
{
    private readonly long _expiresAt;

    private readonly long _previousUntil;
    private readonly ReadOnlyMemory<byte> _previousKeyHash;

    private CredentialTerms(AllowFrom allowFrom, bool isEnabled, DateTimeOffset? expiresAt)
    {
        AllowFrom = allowFrom;
        IsEnabled = isEnabled;
        _expiresAt = expiresAt?.ToUnixTimeMilliseconds() ?? long.MaxValue;
    }

    private CredentialTerms(Credential credential, bool isEnabled)
        : this(credential.AllowFrom, credential.IsEnabled && isEnabled, credential.ExpiresAt)
    {
        _previousKeyHash = credential.PreviousKeyHash;
        _previousUntil = credential.PreviousUntil?.ToUnixTimeMilliseconds() ?? 0;
        ImportedHash = credential.ImportedHash;
    }

    /// <summary>Enabled, for ever and from anywhere: of a million credentials nearly all.</summary>
    internal static CredentialTerms Usual { get; } = new(AllowFrom.Anywhere, isEnabled: true, expiresAt: null);

    /// <summary>Those of a credential that is none.</summary>
    internal static CredentialTerms Disabled { get; } = new(AllowFrom.Anywhere, isEnabled: false, expiresAt: null);

    internal AllowFrom AllowFrom { get; }

    internal bool IsEnabled { get; }

    /// <summary>The bcrypt text of a key that was not seen here yet.</summary>
    internal string? ImportedHash { get; }

    /// <summary>The terms of a credential.</summary>
    /// <param name="credential">As it is stored.</param>
    /// <param name="isEnabled">Whether its subdomain is enabled; otherwise it is not either.</param>
    internal static CredentialTerms Of(Credential credential, bool isEnabled) =>
        isEnabled && credential is
        {
            IsEnabled: true, ExpiresAt: null, AllowFrom.Entries.Count: 0, PreviousUntil: null, ImportedHash: null,
        }
            ? Usual
            : new CredentialTerms(credential, isEnabled);

    internal bool IsSameAs(CredentialTerms other) =>
        IsEnabled == other.IsEnabled
        && _expiresAt == other._expiresAt
        && _previousUntil == other._previousUntil
        && AllowFrom.Entries.SequenceEqual(other.AllowFrom.Entries);

    internal bool IsExpiredAt(long now) => _expiresAt <= now;

    /// <summary>The hash of the key that was rotated away, while that still works.</summary>
    /// <param name="now">In milliseconds since 1970.</param>
    /// <param name="otherwise">What to compare with when there is none, so that the work is the same.</param>
    internal ReadOnlySpan<byte> PreviousKeyHash(long now, ReadOnlySpan<byte> otherwise) =>
        now < _previousUntil ? _previousKeyHash.Span : otherwise;
}
