using System.Net;
using ValidationZone.Accounts;
using ValidationZone.Server.Api.Limits;
using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Api;

/// <summary>Decides who may create an account.</summary>
internal sealed class RegistrationGate(RegistrationMode mode, OperatorTokens tokens, ApiLimits limits)
{
    // RFC 6750 §2.1, in any letter case (RFC 9110 §11.1).
    private const string BearerScheme = "Bearer ";

    /// <summary>Lets a request pass, or says why not.</summary>
    /// <param name="headers">Where a token may be.</param>
    /// <param name="pathToken">The token that stood in the path, if any.</param>
    /// <param name="client">Where the request comes from.</param>
    /// <returns>The refusal, or the token that pays for it; both <see langword="null"/> when none is needed.</returns>
    /// <exception cref="StoreUnavailableException">The tokens could not be read.</exception>
    internal async Task<(ApiError? Error, OperatorToken? Token)> CheckAsync(
        IHeaderDictionary headers, string? pathToken, IPAddress client)
    {
        if (mode != RegistrationMode.Token)
            return (mode == RegistrationMode.Open ? limits.CheckRegistration(client) : ApiError.RegistrationClosed, null);

        // The path first: clients that have it there may send a foreign Authorization beside.
        string? secret = pathToken ?? TokenIn(headers);
        OperatorToken? token = secret is null
            ? null
            : await tokens.AuthenticateAsync(secret, client, TokenRole.Registrar);
        // Not which check failed: unknown, expired and used up look the same to a guesser.
        return (token is null ? ApiError.Forbidden : null, token);
    }

    /// <summary>The token in the headers of a request, right or wrong, as Bearer or as Basic password.</summary>
    internal static string? TokenIn(IHeaderDictionary headers)
    {
        string value = headers.Authorization.Count == 1 ? headers.Authorization[0] ?? "" : "";
        if (value.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase))
            return value[BearerScheme.Length..].Trim();

        return PresentedCredential.TryReadBasic(headers.Authorization, out PresentedCredential basic)
            ? basic.Key
            : null;
    }
}
