using System.Diagnostics.CodeAnalysis;
using ValidationZone.Wire;

namespace ValidationZone.Accounts.Export;

/// <summary>From what a line says to what a store may hold.</summary>
internal static class ExportCheck
{
    // What the server's own settings can allow at the most.
    private const int MaxCredentials = 64;
    private const int MaxValues = 16;

    // What one argument of a command can hold, which is how the longest notes come.
    private const int LongestNote = 131_072;
    private const int LongestBcrypt = 72;

    internal static StoredSubdomain? Read(ExportedSubdomain exported, DomainName apex, out string? problem)
    {
        if (!Subdomain.TryParse(exported.Name, out Subdomain? subdomain) || subdomain.Under(apex) is null)
        {
            problem = "the name is no subdomain of this zone";
            return null;
        }

        var credentials = new List<Credential>();
        var values = new List<LiveValue>();
        problem = CheckNote(exported.Note)
            ?? ReadCredentials(exported.Credentials, credentials)
            ?? ReadValues(exported, values);
        return problem is not null
            ? null
            : new StoredSubdomain(
                subdomain, Revision: 0, exported.Created, DeletedAt: null, exported.Note, credentials, values)
            {
                IsEnabled = exported.Enabled,
                LastPublishedAt = exported.Published,
            };
    }

    private static string? CheckNote(string? note) => note?.Length > LongestNote ? "a note is too long" : null;

    private static string? ReadCredentials(IReadOnlyList<ExportedCredential?> exported, List<Credential> credentials)
    {
        // A name may have lost all of its credentials, and still nobody else may have it.
        if (exported.Count > MaxCredentials)
            return "there are too many credentials";

        var usernames = new HashSet<Guid>();
        foreach (ExportedCredential? one in exported)
        {
            if (one is null || one.Username == Guid.Empty || !usernames.Add(one.Username))
                return "a username is missing or stands there twice";

            if (!AllowFrom.TryParse(one.AllowFrom, out AllowFrom? allowFrom))
                return "an allowfrom has something that is not a network";

            if (CheckNote(one.Note) is { } problem)
                return problem;

            if (!AreHashes(one))
                return "a hash is not of the right form";

            credentials.Add(ToCredential(one, allowFrom));
        }

        return null;
    }

    private static bool AreHashes(ExportedCredential exported) =>
        exported.KeyHash.Length == KeyHasher.HashLengthInOctets
        && (exported.PreviousHash is null) == (exported.PreviousUntil is null)
        && exported.PreviousHash is null or { Length: KeyHasher.HashLengthInOctets }
        && IsBcryptOrNone(exported);

    // The form alone: a cost that no server can afford is refused where the hash is used.
    private static bool IsBcryptOrNone(ExportedCredential exported) =>
        exported.Imported is not { } text
        || (text.Length <= LongestBcrypt
            && text.StartsWith("$2", StringComparison.Ordinal)
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '$' or '.' or '/')

            // The hash of no key stands beside it: else two keys would open one credential.
            && !exported.KeyHash.AsSpan().ContainsAnyExcept((byte)0)
            && exported.PreviousHash is null);

    private static Credential ToCredential(ExportedCredential exported, AllowFrom allowFrom) => new()
    {
        Username = exported.Username,
        KeyHash = exported.KeyHash,
        PreviousKeyHash = exported.PreviousHash,
        PreviousUntil = exported.PreviousUntil,
        ImportedHash = exported.Imported,
        AllowFrom = allowFrom,
        CreatedAt = exported.Created,
        ExpiresAt = exported.Expires,
        IsEnabled = exported.Enabled,
        Note = exported.Note,
    };

    private static string? ReadValues(ExportedSubdomain exported, List<LiveValue> values)
    {
        if (exported.Values.Count > MaxValues)
            return "there are too many values";

        // Disabling takes the values away, so that no such line was ever written.
        if (!exported.Enabled && exported.Values.Count > 0)
            return "there are values at a name that is disabled";

        foreach (ExportedValue? one in exported.Values)
        {
            if (!TryRead(one, values, out LiveValue? value))
                return "a value is no digest or stands there twice";

            values.Add(value);
        }

        return null;
    }

    private static bool TryRead(
        ExportedValue? exported, List<LiveValue> before, [NotNullWhen(true)] out LiveValue? value)
    {
        value = null;
        if (exported is null
            || !ChallengeDigest.TryParse(exported.Txt, out ChallengeDigest? digest)
            || before.Any(other => other.Digest.Equals(digest)))
        {
            return false;
        }

        // Oldest first, as they stand in the line.
        value = new LiveValue(digest, exported.Publisher, Sequence: before.Count, exported.Expires);
        return true;
    }
}
