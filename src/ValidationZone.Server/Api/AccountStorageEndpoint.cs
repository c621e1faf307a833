using System.Buffers;
using System.Net;
using System.Text.Json;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;
using ValidationZone.Delegation;
using ValidationZone.Server.Api.Limits;
using ValidationZone.Wire;

namespace ValidationZone.Server.Api;

/// <summary>
/// <c>GET</c> and <c>POST /acmedns-storage/DOMAIN</c>, as lego's acme-dns provider keeps its accounts over HTTP.
/// </summary>
internal sealed class AccountStorageEndpoint(
    AccountStorageGate gate, AccountStorage storage, ApiLimits limits, AliasFollower? aliases)
{
    /// <summary>Handles one request.</summary>
    internal async Task HandleAsync(HttpContext context, RouteMatch match, IPAddress client)
    {
        // The token comes before everything else: whoever has none learns nothing, not even which names are domains.
        (OperatorToken? token, string secret) =
            await gate.RecogniseAsync(context.Request.Headers, match.Token, client);
        RequestTrail? trail = RequestTrail.Of(context);
        if (token is null)
        {
            trail?.NotAuthenticated();
            await ApiReply.RefuseAsync(context.Response, limits.RefuseFailure(client));
            return;
        }

        // Reading is kept too: what it gives away is a key that works.
        bool isPost = HttpMethods.IsPost(context.Request.Method);
        trail?.Authenticated(token, isPost ? AuditAction.AccountKept : AuditAction.AccountFetched);
        if (!TryReadDomain(match.Domain, out DomainName domain))
            await ApiReply.RefuseAsync(context.Response, ApiError.BadDomain);
        else if (isPost)
            await PutAsync(context, (token, secret, domain), client);
        else
            await GetAsync(context, secret, domain);
    }

    private async Task GetAsync(HttpContext context, string secret, DomainName domain)
    {
        KeptAccount? account = await storage.FindAsync(secret, domain, context.RequestAborted);
        if (account is null)
        {
            // To lego, this status and no other means: register, and put it here.
            await ApiReply.RefuseAsync(context.Response, ApiError.NotFound);
            return;
        }

        RequestTrail.Of(context)?.Concerns(account.Subdomain, account.Username);
        // The reply holds a key, and no cache on the way has any business keeping it.
        context.Response.Headers.CacheControl = "no-store";
        ReadOnlyMemory<byte> reply = KeptAccountJson.Write(account, gate.FulldomainOf(account));
        await ApiReply.SendAsync(context.Response, StatusCodes.Status200OK, reply);
    }

    private async Task PutAsync(
        HttpContext context, (OperatorToken Token, string Secret, DomainName Domain) place, IPAddress client)
    {
        byte[] body = await RequestBody.ReadAsync(context.Request);
        (ApiError? error, KeptAccount? account) = await gate.CheckAsync(body, client, context.RequestAborted);
        RequestTrail.Of(context)?.Concerns(account?.Subdomain, account?.Username);
        if (error is null && !await storage.PutAsync(place.Token, place.Secret, place.Domain, account!))
            // As for a registration: a token that is used up looks like one that never was.
            error = ApiError.Forbidden;

        if (error is not null)
        {
            await ApiReply.RefuseAsync(context.Response, limits.Refuse(error, client));
            return;
        }

        RequestTrail.Of(context)?.Committed();
        await AnswerAsync(context, place.Domain, account!);
    }

    /// <summary>201 lets lego go on, 200 makes it stop and tell which CNAME to create.</summary>
    private async Task AnswerAsync(HttpContext context, DomainName domain, KeptAccount account)
    {
        // What nobody has looked at counts as missing: an order that goes on without its CNAME fails at the authority,
        // which counts failures. The account is kept already, so that the next run goes on by itself.
        string fulldomain = gate.FulldomainOf(account);
        bool? isThere = aliases is not null && domain.TryPrepend("_acme-challenge"u8, out DomainName? alias)
            ? await aliases.LeadsAsync(alias, DomainName.Parse(fulldomain), context.RequestAborted)
            : null;
        int status = isThere == true ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        await ApiReply.SendAsync(context.Response, status, Describe(domain, fulldomain, isThere));
    }

    /// <summary>lego does not read it. Whoever prepares accounts with curl does.</summary>
    private static ReadOnlyMemory<byte> Describe(DomainName domain, string fulldomain, bool? isThere)
    {
        var octets = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(octets))
        {
            writer.WriteStartObject();
            writer.WriteString("name", $"_acme-challenge.{domain.ToString().TrimEnd('.')}");
            writer.WriteString("cname", fulldomain);
            writer.WriteString("alias", isThere switch { true => "found", false => "missing", null => "not checked" });
            writer.WriteEndObject();
        }

        return octets.WrittenMemory;
    }

    private static bool TryReadDomain(string? text, out DomainName domain)
    {
        // Only what a certificate can name; the longest leaves room for the label in front.
        const int Longest = 253 - 16;
        domain = DomainName.Root;
        if (text is not { Length: > 0 and <= Longest } || !text.All(IsHostCharacter))
            return false;

        // One entry for all spellings: DNS names have no letter case (RFC 4343 §3).
        if (!DomainName.TryParse(text.ToLowerInvariant(), out DomainName? parsed) || parsed.LabelCount == 0)
            return false;

        domain = parsed;
        return true;
    }

    private static bool IsHostCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.';
}
