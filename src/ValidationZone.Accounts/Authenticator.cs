using System.Net;

namespace ValidationZone.Accounts;

/// <summary>Name and key to credential, with the same work whether the name is known or not.</summary>
public sealed class Authenticator(AccountDirectory directory, KeyHasher hasher, TimeProvider clock)
{
    /// <summary>Decides who is asking.</summary>
    /// <param name="username">The username as sent: any of the usual UUID forms, braces and <c>urn:uuid:</c> among them.</param>
    /// <param name="key">The key as sent.</param>
    /// <param name="source">Where the request comes from.</param>
    /// <returns>
    /// The credential, or <see langword="null"/> when the name or key is malformed, unknown or wrong, the credential is
    /// disabled or expired, or the address is not allowed. Which of these it was cannot be told from the time taken.
    /// </returns>
    public AuthenticatedCredential? Authenticate(ReadOnlySpan<char> username, ReadOnlySpan<char> key, IPAddress source) =>
        throw new NotImplementedException($"{directory}{hasher}{clock}");
}
