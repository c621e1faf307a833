using System.Net;
using ValidationZone.Accounts;
using ValidationZone.Wire;

namespace ValidationZone.Server.Api;

/// <summary>Decides who may use the account storage, and which accounts may be put there.</summary>
internal sealed class AccountStorageGate(
    OperatorTokens tokens, CredentialGate credentials, DomainName apex, TimeProvider clock)
{
    /// <summary>An account that the command line has made a moment ago is known here before this is over.</summary>
    private static readonly TimeSpan FollowDelay = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Recognises the operator token of a request; there must be one, whatever the mode of registration.
    /// </summary>
    internal async Task<(OperatorToken? Token, string Secret)> RecogniseAsync(
        IHeaderDictionary headers, string? pathToken, IPAddress client)
    {
        string secret = pathToken ?? RegistrationGate.TokenIn(headers) ?? "";
        // One that may register no more still opens what it has put here.
        return (await tokens.RecogniseAsync(secret, client, TokenRole.Registrar), secret);
    }

    /// <summary>Reads an account that works: the storage keeps nothing else, for nobody.</summary>
    internal async Task<(ApiError? Error, KeptAccount? Account)> CheckAsync(
        byte[] body, IPAddress client, CancellationToken cancellation)
    {
        if (!KeptAccountJson.TryRead(body, out JsonField[] fields))
            return (ApiError.MalformedJson, null);

        (ApiError? error, KeptAccount? account) = await RecogniseAsync(fields, client);
        if (error == ApiError.Forbidden)
        {
            // "account create | curl" is quicker than the news of the account. Only who has a token can make us wait.
            await Task.Delay(FollowDelay, clock, cancellation);
            (error, account) = await RecogniseAsync(fields, client);
        }

        return (error, account);
    }

    /// <summary>The name that the alias of an account must lead to.</summary>
    internal string FulldomainOf(KeptAccount account) => account.Subdomain.ToFulldomain(apex);

    private async Task<(ApiError? Error, KeptAccount? Account)> RecogniseAsync(JsonField[] fields, IPAddress client)
    {
        (string? fulldomain, string? label, string? username, string? password, string? url) =
            (fields[0].Text, fields[1].Text, fields[2].Text, fields[3].Text, fields[4].Text);
        (AuthenticatedCredential? credential, ApiError? error) =
            await credentials.RecogniseAsync(username, password, client);
        if (credential is null)
            return (error, null);

        // An object put together from two accounts would be kept, and fail at the authority when a certificate is due.
        bool isOwn = label == credential.Subdomain.Text && fulldomain == credential.Subdomain.ToFulldomain(apex);
        return isOwn && ApiKey.TryParse(password, out ApiKey? key)
            ? (null, new KeptAccount(credential.Username, key, credential.Subdomain, url ?? ""))
            : (ApiError.Forbidden, null);
    }
}
