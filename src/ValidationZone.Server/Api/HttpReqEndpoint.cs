using System.Net;
using System.Text;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;
using ValidationZone.Server.Api.Limits;
using ValidationZone.Wire;

namespace ValidationZone.Server.Api;

/// <summary><c>POST /present</c> and <c>POST /cleanup</c>, as lego's httpreq and acmeproxy clients send them.</summary>
internal sealed class HttpReqEndpoint(
    CredentialGate gate, ChallengeUpdater updater, ApiLimits limits, DomainName apex)
{
    private const int Fqdn = 0;
    private const int Value = 1;
    private const int Domain = 2;
    private const int Token = 3;
    private const int KeyAuthorization = 4;

    // Names are matched in lower case, and echoed as clients spell them.
    private static readonly string[] Names = ["fqdn", "value", "domain", "token", "keyauth"];
    private static readonly string[] SpelledNames = ["fqdn", "value", "domain", "token", "keyAuth"];

    /// <summary>Handles one request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="client">Where it comes from.</param>
    /// <param name="isPresent">Publish, or else remove.</param>
    internal async Task HandleAsync(HttpContext context, IPAddress client, bool isPresent)
    {
        var presented = PresentedCredential.Read(context.Request.Headers);
        (AuthenticatedCredential? credential, ApiError? refusal) =
            await gate.RecogniseAsync(presented.Name, presented.Key, client);
        // As for an update: no body is read for strangers.
        RequestTrail? trail = RequestTrail.Of(context);
        if (credential is null)
        {
            trail?.NotAuthenticated();
            await ApiReply.RefuseAsync(context.Response, limits.Refuse(refusal!, client));
            return;
        }

        trail?.Authenticated(credential, isPresent ? AuditAction.ValuePublished : AuditAction.ValueRemoved);
        ApiError? error = limits.TakeUpdate(credential);
        if (error is not null)
        {
            await ApiReply.RefuseAsync(context.Response, error);
            return;
        }

        byte[] body = await RequestBody.ReadAsync(context.Request);
        var fields = new JsonField[Names.Length];
        // Nothing is changed before everything was checked; a removal of what is not there is a success too.
        error = Check(body, fields, credential, out ChallengeDigest? digest);
        error ??= ApiError.For(isPresent
            ? await updater.PublishAsync(credential, digest!, times: trail?.Times)
            : await updater.RemoveAsync(credential, digest!, times: trail?.Times));
        await (error is null
            ? ApiReply.SendAsync(context.Response, StatusCodes.Status200OK, Echo(body, fields))
            : ApiReply.RefuseAsync(context.Response, limits.Refuse(error, client)));
    }

    private ApiError? Check(
        byte[] body, JsonField[] fields, AuthenticatedCredential credential, out ChallengeDigest? digest)
    {
        digest = null;
        if (!ApiJson.TryRead(body, Names, fields))
            return ApiError.MalformedJson;

        if (fields[Fqdn].IsPresent || fields[Value].IsPresent)
        {
            // The same refusal as for a wrong key: whether the name exists is nobody else's to know.
            if (!IsOwnName(fields[Fqdn].Text, credential.Subdomain))
                return ApiError.Forbidden;

            return ChallengeDigest.TryParse(fields[Value].Text, out digest) ? null : ApiError.BadTxt;
        }

        // RAW mode names the customer's domain, which says nothing about ours: the credential alone decides the name.
        if (fields[Domain].Text is null || fields[Token].Text is null || fields[KeyAuthorization].Text is null)
            return ApiError.MalformedJson;

        digest = ChallengeDigest.FromKeyAuthorization(fields[KeyAuthorization].Text);
        return null;
    }

    private bool IsOwnName(string? fqdn, Subdomain subdomain)
    {
        // Some clients send the closing dot and some do not. DNS names have no letter case.
        ReadOnlySpan<char> name = fqdn;
        if (name.EndsWith('.'))
            name = name[..^1];

        return name.Equals(subdomain.ToFulldomain(apex), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The fields exactly as sent, escapes and all: clients look for their own text in the reply.</summary>
    private static byte[] Echo(byte[] body, JsonField[] fields)
    {
        var echo = new StringBuilder("{");
        for (int i = 0; i < fields.Length; i++)
        {
            // Only texts, and only those that were sent: RAW mode and the other share this reply.
            if (fields[i].Type != System.Text.Json.JsonTokenType.String)
                continue;

            echo.Append(echo.Length > 1 ? ", " : "").Append('"').Append(SpelledNames[i]).Append("\": ");
            echo.Append(Encoding.UTF8.GetString(body.AsSpan(fields[i].Raw)));
        }

        return Encoding.UTF8.GetBytes(echo.Append('}').ToString());
    }
}
