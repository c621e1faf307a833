using System.Buffers;
using System.Net;
using System.Text.Json;
using ValidationZone.Accounts;
using ValidationZone.Wire;

namespace ValidationZone.Server.Api;

/// <summary>Who may use the account storage, and what may be put there.</summary>
internal sealed class AccountStorageDoor(
    OperatorTokens tokens, Authenticator authenticator, DomainName apex, TimeProvider clock)
{
    /// <summary>An account that the command line has made a moment ago is known here before this is over.</summary>
    private static readonly TimeSpan FollowDelay = TimeSpan.FromSeconds(1);

    private const int Fulldomain = 0;
    private const int Label = 1;
    private const int Username = 2;
    private const int Password = 3;
    private const int ServerUrl = 4;

    private static readonly string[] Names = ["fulldomain", "subdomain", "username", "password", "server_url"];

    /// <summary>Recognises the operator token of a request: whatever the mode of registration, there must be one.</summary>
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
        var fields = new JsonField[Names.Length];
        if (!ApiJson.TryRead(body, Names, fields))
            return (ApiError.MalformedJson, null);

        KeptAccount? account = Recognise(fields, client);
        if (account is null)
        {
            // "account create | curl" is quicker than the news of the account. Only who has a token can make us wait.
            await Task.Delay(FollowDelay, clock, cancellation);
            account = Recognise(fields, client);
        }

        return (account is null ? ApiError.Forbidden : null, account);
    }

    private KeptAccount? Recognise(JsonField[] fields, IPAddress client)
    {
        AuthenticatedCredential? credential =
            authenticator.Authenticate(fields[Username].Text, fields[Password].Text, client);
        if (credential is null
            || fields[Label].Text != credential.Subdomain.Text
            || fields[Fulldomain].Text != credential.Subdomain.ToFulldomain(apex)
            || !ApiKey.TryParse(fields[Password].Text, out ApiKey? key))
        {
            return null;
        }

        return new KeptAccount(credential.Username, key, credential.Subdomain, fields[ServerUrl].Text ?? "");
    }

    /// <summary>The name that the CNAME must lead to.</summary>
    internal string FulldomainOf(KeptAccount account) => account.Subdomain.ToFulldomain(apex);

    /// <summary>A kept account with the names that lego gives its fields.</summary>
    internal ReadOnlyMemory<byte> Write(KeptAccount account)
    {
        // Large enough that the key is not copied by a growing buffer, but for an address that is very long.
        var octets = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(octets))
        {
            writer.WriteStartObject();
            writer.WriteString(Names[Fulldomain], FulldomainOf(account));
            writer.WriteString(Names[Label], account.Subdomain.Text);
            writer.WriteString(Names[Username], account.Username);
            writer.WriteString(Names[Password], account.Key.Reveal());
            writer.WriteString(Names[ServerUrl], account.ServerUrl);
            writer.WriteEndObject();
        }

        return octets.WrittenMemory;
    }
}
