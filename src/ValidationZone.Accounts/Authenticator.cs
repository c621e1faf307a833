using System.Buffers;
using System.Net;

namespace ValidationZone.Accounts;

/// <summary>Name and key to credential, with the same work whether the name is known or not.</summary>
public sealed class Authenticator
{
    private const string UrnPrefix = "urn:uuid:";

    /// <summary>Hashed in place of a key that is not one.</summary>
    // As long as a key, so that hashing it takes as long.
    private const string StandIn = "----------------------------------------";

    private static readonly SearchValues<char> UuidCharacters = SearchValues.Create("0123456789abcdefABCDEF-");

    private readonly AccountDirectory _directory;
    private readonly KeyMatch _match;
    private readonly TimeProvider _clock;

    /// <summary>Makes an authenticator over the credentials of a directory.</summary>
    /// <param name="directory">Where credentials are found.</param>
    /// <param name="hasher">What their keys were hashed with.</param>
    /// <param name="clock">Tells which credentials have expired.</param>
    public Authenticator(AccountDirectory directory, KeyHasher hasher, TimeProvider clock)
        : this(directory, (hasher ?? throw new ArgumentNullException(nameof(hasher))).MatchesEither, clock)
    {
    }

    internal Authenticator(AccountDirectory directory, KeyMatch match, TimeProvider clock)
    {
        _directory = directory;
        _match = match;
        _clock = clock;
    }

    /// <summary>Compares a key with two hashes, in a time that depends on none of them.</summary>
    internal delegate bool KeyMatch(ReadOnlySpan<char> key, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> otherHash);

    /// <summary>Decides who is asking.</summary>
    /// <param name="username">
    /// The username as sent: any of the usual UUID forms, braces and <c>urn:uuid:</c> among them.
    /// </param>
    /// <param name="key">The key as sent.</param>
    /// <param name="source">Where the request comes from.</param>
    /// <returns>
    /// The credential, or <see langword="null"/> when the name or key is malformed, unknown or wrong, the credential is
    /// disabled or expired, or the address is not allowed. Which of these it was cannot be told from the time taken.
    /// </returns>
    public AuthenticatedCredential? Authenticate(
        ReadOnlySpan<char> username, ReadOnlySpan<char> key, IPAddress source) =>
        Authenticate(username, key, source, out ImportedCredential? _);

    /// <summary>Decides who is asking, and tells when only <see cref="ImportedKeys"/> can.</summary>
    /// <param name="username">The username as sent.</param>
    /// <param name="key">The key as sent.</param>
    /// <param name="source">Where the request comes from.</param>
    /// <param name="isImported">
    /// Whether the key may still be right, because the credential was imported and has not been used since.
    /// </param>
    public AuthenticatedCredential? Authenticate(
        ReadOnlySpan<char> username, ReadOnlySpan<char> key, IPAddress source, out bool isImported)
    {
        AuthenticatedCredential? credential =
            Authenticate(username, key, source, out ImportedCredential? imported);
        isImported = imported is not null;
        return credential;
    }

    internal AuthenticatedCredential? Authenticate(
        ReadOnlySpan<char> username, ReadOnlySpan<char> key, IPAddress source, out ImportedCredential? imported)
    {
        // A text that is no UUID is looked up as the zero UUID, which is never given out.
        bool isName = TryParseUsername(username, out Guid name);
        bool isKey = ApiKey.IsWellFormed(key);
        FoundCredential found = _directory.Find(name) ?? FoundCredential.Nobody;
        CredentialEntry entry = found.Entry;

        // Every check is made, whatever the ones before it said; Nobody is disabled, so an unknown name fails there.
        long now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        ReadOnlySpan<byte> previous = entry.Terms.PreviousKeyHash(now, otherwise: entry.KeyHash);
        bool isMatch = _match(isKey ? key : StandIn, entry.KeyHash, previous);
        bool isWorking = isName & isKey & entry.Terms.IsEnabled;
        isWorking &= !entry.Terms.IsExpiredAt(now);
        string? hash = isWorking ? entry.Terms.ImportedHash : null;

        // Only who has the key, or may yet show it, is measured by the credential's own list: for all others, a known
        // name must not differ from an unknown one by a list that has to be fetched from memory.
        bool isAccepted = isWorking & isMatch;
        bool isAllowed = (isAccepted | hash is not null ? entry.Terms.AllowFrom : AllowFrom.Anywhere).Allows(source);
        imported = isAllowed && hash is not null
            ? new ImportedCredential(entry.Username, Subdomain.FromLabels(found.Owner.Name), hash)
            : null;
        return isAccepted & isAllowed
            ? new AuthenticatedCredential(entry.Username, Subdomain.FromLabels(found.Owner.Name))
            : null;
    }

    private static bool TryParseUsername(ReadOnlySpan<char> text, out Guid username)
    {
        if (text.StartsWith(UrnPrefix, StringComparison.OrdinalIgnoreCase))
            text = text[UrnPrefix.Length..];
        else if (text is ['{', .. var inner, '}'] && inner.Contains('-'))
            text = inner;

        // The framework's parser takes blanks and signs for some digits.
        username = Guid.Empty;
        return !text.ContainsAnyExcept(UuidCharacters)
            && (Guid.TryParseExact(text, "D", out username) || Guid.TryParseExact(text, "N", out username));
    }
}
