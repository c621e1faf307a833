using Microsoft.AspNetCore.Http.Features;
using ValidationZone.Accounts;

namespace ValidationZone.Server.Api.V1;

/// <summary>Who is asking: an operator token or a credential, and never both.</summary>
/// <remarks>Not a record: a printed secret would end in a log sooner or later.</remarks>
internal sealed class Caller
{
    private Caller(OperatorToken? token, AuthenticatedCredential? credential, string secret)
    {
        Token = token;
        Credential = credential;
        Secret = secret;
    }

    /// <summary>The token; <see langword="null"/> when it is a credential.</summary>
    internal OperatorToken? Token { get; }

    /// <summary>The credential; <see langword="null"/> when it is a token.</summary>
    internal AuthenticatedCredential? Credential { get; }

    /// <summary>What the caller has proved itself with: the one who asks again can open what was sealed with it.</summary>
    internal string Secret { get; }

    /// <summary>A caller with a token.</summary>
    internal static Caller Of(OperatorToken token, string secret) => new(token, credential: null, secret);

    /// <summary>A caller with a credential.</summary>
    internal static Caller Of(AuthenticatedCredential credential, string secret) => new(token: null, credential, secret);

    /// <summary>Whether the caller may be told of a credential: operators of all, a credential of itself.</summary>
    internal bool MaySee(Guid username) => Credential is null || Credential.Username == username;

    /// <summary>What the credential has proved itself with; <see langword="null"/> for a token.</summary>
    internal KeyProof? Prove(KeyHasher hasher) =>
        Credential is null ? null : new KeyProof(hasher, Credential.Username, Secret);

    /// <summary>The one that the gate has let in.</summary>
    internal static Caller From(HttpContext context) => context.Features.GetRequiredFeature<Caller>();
}
