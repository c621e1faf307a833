using System.Net;
using System.Text.Json;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;
using ValidationZone.Server.Api.Limits;

namespace ValidationZone.Server.Api;

/// <summary><c>POST /register</c>.</summary>
internal sealed class RegisterEndpoint(RegistrationGate gate, AccountRegistrar registrar, ApiLimits limits)
{
    private static readonly string[] Names = ["allowfrom"];

    /// <summary>Handles one request.</summary>
    internal async Task HandleAsync(HttpContext context, string? pathToken, IPAddress client)
    {
        // The gate comes before the body, as the key does for an update.
        (ApiError? error, OperatorToken? token) = await gate.CheckAsync(context.Request.Headers, pathToken, client);
        RequestTrail? trail = RequestTrail.Of(context);
        if (error is not null)
        {
            trail?.NotAuthenticated();
            await ApiReply.RefuseAsync(context.Response, limits.Refuse(error, client));
            return;
        }

        trail?.Authenticated(token, AuditAction.SubdomainRegistered);
        byte[] body = await RequestBody.ReadAsync(context.Request);
        error = Check(body, out AllowFrom allowFrom);
        // A token has a quota of its own, and several teams behind one address have a token each.
        error ??= token is null ? limits.TakeRegistration(client) : null;
        Registration? registration = error is null ? await registrar.RegisterAsync(allowFrom, token) : null;
        error ??= ApiError.For(registration!.Outcome);
        if (error is not null)
        {
            await ApiReply.RefuseAsync(context.Response, limits.Refuse(error, client));
            return;
        }

        // The reply holds a key, and no cache on the way has any business keeping it.
        context.Response.Headers.CacheControl = "no-store";
        Account account = registration!.Account!;
        trail?.Concerns(account.Subdomain, account.Username);
        trail?.Committed();
        ReadOnlyMemory<byte> reply = AccountJson.Write(account);
        await ApiReply.SendAsync(context.Response, StatusCodes.Status201Created, reply);
    }

    private static ApiError? Check(byte[] body, out AllowFrom allowFrom)
    {
        allowFrom = AllowFrom.Anywhere;
        Span<JsonField> fields = new JsonField[Names.Length];
        if (!ApiJson.TryReadOptional(body, Names, fields))
            return ApiError.MalformedJson;

        if (!fields[0].IsPresent || fields[0].Type == JsonTokenType.Null)
            return null;

        // A list with anything but texts in it is not a list of networks at all.
        if (fields[0].Items is not { } entries)
            return ApiError.MalformedJson;

        if (!AllowFrom.TryParse(entries, out AllowFrom? parsed))
            return ApiError.InvalidAllowFrom;

        allowFrom = parsed;
        return null;
    }
}
