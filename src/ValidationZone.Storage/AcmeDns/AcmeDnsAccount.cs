using System.Text.Json;
using ValidationZone.Accounts;

namespace ValidationZone.Storage.AcmeDns;

/// <summary>Turns what acme-dns stores of an account into ours, or says why that cannot be.</summary>
internal static class AcmeDnsAccount
{
    /// <summary>How many values acme-dns serves at a name.</summary>
    private const int MaxValues = 2;

    /// <summary>Reads a row; the reason is <see langword="null"/> exactly when there is an account.</summary>
    internal static (StoredSubdomain? Account, string? Reason) Read(
        AcmeDnsRow row, IReadOnlyList<AcmeDnsValue> values, TimeSpan lifetime, DateTimeOffset now)
    {
        // All zeros stand for nobody in this program, in the audit too.
        if (!Guid.TryParseExact(row.Username, "D", out Guid username) || username == Guid.Empty)
            return (null, "the username is not a UUID");

        // Several labels acme-dns would never find: it looks at the first one only.
        if (!Subdomain.TryParse(row.Subdomain, out Subdomain? subdomain) || row.Subdomain!.Contains('.'))
            return (null, "the subdomain is not one label of a-z, 0-9 and -");

        if (!BcryptHash.IsWellFormed(row.PasswordHash))
            return (null, "the password is not a bcrypt hash of cost 4 to 12");

        if (ReadAllowFrom(row.AllowFrom) is not { } allowFrom)
            return (null, "the allowfrom list is not a JSON array of address/prefix");

        var credential = new Credential
        {
            Username = username,

            // Of no key: nobody finds one whose hash is zeros.
            KeyHash = new byte[KeyHasher.HashLengthInOctets],
            ImportedHash = row.PasswordHash,
            AllowFrom = allowFrom,
            CreatedAt = now,
        };
        return (Store(subdomain, credential, ReadValues(values, username, lifetime, now)), null);
    }

    private static StoredSubdomain Store(Subdomain subdomain, Credential credential, IReadOnlyList<LiveValue> values) =>
        new(subdomain, Revision: 0, credential.CreatedAt, DeletedAt: null, Note: null, [credential], values);

    // An entry that cannot be read is no reason to leave it out: with the last one gone, everybody would be let in.
    private static AllowFrom? ReadAllowFrom(string? json)
    {
        try
        {
            string[]? entries = JsonSerializer.Deserialize(json ?? "", AcmeDnsJson.Default.StringArray);
            return entries is not null && AllowFrom.TryParse(entries, out AllowFrom? allowFrom) ? allowFrom : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<LiveValue> ReadValues(
        IReadOnlyList<AcmeDnsValue> values, Guid publisher, TimeSpan lifetime, DateTimeOffset now)
    {
        var live = new List<LiveValue>();
        foreach (AcmeDnsValue value in values.OrderBy(value => value.PublishedAt).TakeLast(MaxValues))
        {
            // From a clock that was ahead: it must not live longer than one that is published now.
            DateTimeOffset publishedAt = Earlier(value.PublishedAt, now);
            if (publishedAt + lifetime <= now || !ChallengeDigest.TryParse(value.Text, out ChallengeDigest? digest))
                continue;

            // Both rows of a name may hold the same value, and the younger one counts.
            live.RemoveAll(other => other.Digest.Equals(digest));
            live.Add(new LiveValue(digest, publisher, live.Count + 1, publishedAt + lifetime));
        }

        return live;
    }

    private static DateTimeOffset Earlier(long seconds, DateTimeOffset now) =>
        // What is older than 1970 is damage, and has expired one way or the other.
        seconds < now.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(Math.Max(seconds, 0)) : now;
}
