using System.Net;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;
using ValidationZone.Server.Api.Limits;

namespace ValidationZone.Server.Api;

/// <summary><c>POST /update</c>: JSON to digest, outcome to status, nothing else.</summary>
internal sealed class UpdateEndpoint(CredentialGate gate, ChallengeUpdater updater, ApiLimits limits)
{
    private static readonly string[] Names = ["subdomain", "txt"];

    /// <summary>Handles one request.</summary>
    internal async Task HandleAsync(HttpContext context, IPAddress client)
    {
        // Before the body: nobody without a key makes us read or parse anything.
        var presented = PresentedCredential.Read(context.Request.Headers);
        // The key first: whoever has it is not kept out by what others try from the same network.
        (AuthenticatedCredential? credential, ApiError? refusal) =
            await gate.RecogniseAsync(presented.Name, presented.Key, client);
        RequestTrail? trail = RequestTrail.Of(context);
        if (credential is null)
        {
            trail?.NotAuthenticated();
            await ApiReply.RefuseAsync(context.Response, limits.Refuse(refusal!, client));
            return;
        }

        trail?.Authenticated(credential, AuditAction.ValuePublished);
        ApiError? error = limits.TakeUpdate(credential);
        if (error is not null)
        {
            await ApiReply.RefuseAsync(context.Response, error);
            return;
        }

        byte[] body = await RequestBody.ReadAsync(context.Request);
        error = Check(body, credential, out ChallengeDigest? digest);
        // No token of the request: once begun, the change goes on when the client leaves. Half of it would be worse.
        error ??= ApiError.For(await updater.PublishAsync(credential, digest!, times: trail?.Times));
        await (error is null
            ? ApiReply.PublishedAsync(context.Response, digest!)
            : ApiReply.RefuseAsync(context.Response, limits.Refuse(error, client)));
    }

    private static ApiError? Check(byte[] body, AuthenticatedCredential credential, out ChallengeDigest? digest)
    {
        digest = null;
        Span<JsonField> fields = new JsonField[Names.Length];
        if (!ApiJson.TryRead(body, Names, fields))
            return ApiError.MalformedJson;

        // Letter for letter. The change goes to the credential's own name in any case; this only says no to the rest.
        if (fields[0].Text != credential.Subdomain.Text)
            return ApiError.Forbidden;

        return ChallengeDigest.TryParse(fields[1].Text, out digest) ? null : ApiError.BadTxt;
    }
}
