using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Writes when what was last used; no revision changes, as nobody serves from it.</summary>
internal static class UseRows
{
    private const string UseCredential = "UPDATE credential SET last_used_at = ?2 WHERE username = ?1";
    private const string UseToken = "UPDATE operator_token SET last_used_at = ?2 WHERE id = ?1";
    private const string QuerySubdomain =
        "UPDATE subdomain SET last_queried_at = ?2 WHERE name = ?1 AND deleted_at IS NULL";

    /// <summary>Writes a report; what does not exist any more is left out.</summary>
    internal static bool Write(WriteSession session, UseReport report)
    {
        foreach ((Guid username, DateTimeOffset at) in report.Credentials)
            session.Prepare(UseCredential).Bind(1, username).Bind(2, at).Execute();

        foreach ((Guid token, DateTimeOffset at) in report.Tokens)
            session.Prepare(UseToken).Bind(1, token).Bind(2, at).Execute();

        foreach ((Subdomain subdomain, DateTimeOffset at) in report.Queried)
            session.Prepare(QuerySubdomain).Bind(1, subdomain).Bind(2, at).Execute();

        return true;
    }
}
