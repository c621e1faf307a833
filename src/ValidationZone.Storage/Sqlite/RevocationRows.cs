using System.Globalization;
using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Takes away what the log says is gone, in a database that does not know it yet.</summary>
internal static class RevocationRows
{
    private const string FindName = "SELECT 1 FROM subdomain WHERE name = ?1";
    private const string Bury = "UPDATE subdomain SET deleted_at = ?2 WHERE id = ?1";
    private const string FindOwner = """
        SELECT s.id, s.live_values FROM credential c JOIN subdomain s ON s.id = c.subdomain_id WHERE c.username = ?1
        """;

    // An imported key that is still to be seen is older than any that was rotated away, or is that one itself.
    private const string FindOwnerWithKey = FindOwner + " AND (c.key_hash = ?2 OR c.imported_hash IS NOT NULL)";
    private const string DropCredential = "DELETE FROM credential WHERE username = ?1";

    // Its new key is lost with what the older copy does not hold: an administrator gives it another.
    private const string DisableCredential = "UPDATE credential SET is_enabled = 0 WHERE username = ?1";
    private const string KeepValues = "UPDATE subdomain SET revision = ?2, live_values = ?3 WHERE id = ?1";

    /// <summary>Applies an entry; one that is known already changes nothing.</summary>
    internal static void Apply(WriteSession session, LogEntry entry, DateTimeOffset now)
    {
        string[] words = entry.Words;
        switch (words)
        {
            case [LogEntry.Serial, var ceiling]
                when long.TryParse(ceiling, NumberStyles.None, CultureInfo.InvariantCulture, out long value):
                StateRow.RaiseSerialCeiling(session, value);
                return;

            case [Revocation.Name, var name] when Subdomain.TryParse(name, out Subdomain? subdomain):
                BuryName(session, subdomain, entry.At);
                break;

            case [Revocation.Credential, var username] when Guid.TryParseExact(username, "N", out Guid id):
                ChangeCredential(session, session.Prepare(FindOwner).Bind(1, id), DropCredential, id);
                break;

            case [Revocation.Key, var username, { Length: 2 * KeyHasher.HashLengthInOctets } hash]
                when Guid.TryParseExact(username, "N", out Guid id) && hash.All(char.IsAsciiHexDigit):
                Statement find = session.Prepare(FindOwnerWithKey)
                    .Bind(1, id)
                    .Bind(2, Convert.FromHexString(hash));
                ChangeCredential(session, find, DisableCredential, id);
                break;

            case [Revocation.Token, var token] when Guid.TryParseExact(token, "N", out Guid id):
                TokenRows.Revoke(session, id, entry.At);
                break;

            default:
                // Half a line, or what a newer version knows: nothing that could be done here.
                return;
        }

        session.Revoke(entry.Fact, now);
    }

    private static void BuryName(WriteSession session, Subdomain subdomain, DateTimeOffset at)
    {
        Statement find = session.Prepare(FindName).Bind(1, subdomain);
        bool isKnown = find.Step();
        find.Reset();
        if (isKnown)
        {
            SubdomainRows.Delete(session, subdomain, at);
            return;
        }

        long id = SubdomainRows.Add(session, subdomain, at, note: null);
        session.Prepare(Bury).Bind(1, id).Bind(2, at).Execute();
    }

    private static void ChangeCredential(WriteSession session, Statement find, string change, Guid username)
    {
        if (!find.Step())
            return;

        // What it had published went with it, and comes back as little.
        long subdomain = find.Int64(0);
        List<LiveValue> values = ValueColumn.Read(find.Octets(1), DateTimeOffset.MinValue);
        find.Reset();
        values.RemoveAll(value => value.Publisher == username);
        session.Prepare(change).Bind(1, username).Execute();
        session.Prepare(KeepValues)
            .Bind(1, subdomain)
            .Bind(2, session.NextRevision)
            .Bind(3, ValueColumn.Write(values))
            .Execute();
        session.AddChange(subdomain);
    }
}
