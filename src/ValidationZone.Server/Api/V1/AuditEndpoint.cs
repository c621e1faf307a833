using System.Buffers;
using System.Text.Json;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;

namespace ValidationZone.Server.Api.V1;

/// <summary><c>GET /v1/audit</c>: who did what, as the audit's files have it.</summary>
/// <param name="reader">Reads them; <see langword="null"/> when none are kept.</param>
internal sealed class AuditEndpoint(AuditReader? reader)
{
    private const int UsualPage = 100;

    /// <summary>Handles one request.</summary>
    internal async Task<IResult> ListAsync(HttpContext context)
    {
        AuditQuery asked = Read(context.Request, out Problem? problem);
        if (problem is not null)
            return problem;

        if (reader is null)
            return ProblemCodes.NoAudit;

        try
        {
            return V1Reply.Of(StatusCodes.Status200OK, Write(await reader.ReadAsync(asked, context.RequestAborted)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // To the pipeline, which logs the reason, the folder is a store that cannot be read.
            throw new StoreUnavailableException("the audit cannot be read: " + e.Message, e);
        }
    }

    private static AuditQuery Read(HttpRequest request, out Problem? problem)
    {
        var query = new V1Query(
            request, "since", "until", "subdomain", "actor", "action", "outcome", "order", "limit", "after");
        string? subdomain = query.Text("subdomain");
        Subdomain? named = null;
        if (subdomain is not null && !Subdomain.TryParse(subdomain, out named))
            query.Refuse("subdomain", "cannot be one");

        string? action = query.Text("action");
        AuditAction known = default;
        if (action is not null && !AuditWords.TryRead(action, out known))
            query.Refuse("action", "is none that there is");

        string? after = query.Text("after");
        AuditCursor cursor = default;
        if (after is not null && !AuditCursor.TryParse(after, out cursor))
            query.Refuse("after", "is not what a page has given as next");

        var asked = new AuditQuery
        {
            Since = query.Time("since"),
            Until = query.Time("until"),
            Subdomain = named,
            ActorId = query.Text("actor"),
            Action = action is null ? null : known,
            Outcome = query.Text("outcome"),
            IsNewestFirst = query.Word("order", "newest", "oldest") != "oldest",
            Limit = query.Count("limit", UsualPage, AuditQuery.MostEntries),
            After = after is null ? null : cursor,
        };
        problem = query.Problem;
        return asked;
    }

    private static ReadOnlyMemory<byte> Write(AuditPage page)
    {
        var octets = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(octets))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (AuditEntry entry in page.Entries)
                // By the function that writes the files, so that what reads one reads the other.
                AuditJson.Write(writer, entry);

            writer.WriteEndArray();
            writer.WriteString("next", page.Next?.ToString());
            writer.WriteEndObject();
        }

        return octets.WrittenMemory;
    }
}
