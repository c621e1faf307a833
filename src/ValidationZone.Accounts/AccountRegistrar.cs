using ValidationZone.Wire;

namespace ValidationZone.Accounts;

/// <summary>Creates accounts.</summary>
public sealed class AccountRegistrar(
    IAccountStore store, AccountDirectory? directory, KeyHasher hasher, DomainName apex, TimeProvider clock)
{
    /// <summary>Creates a subdomain with its first credential; its name exists in DNS before this returns.</summary>
    /// <param name="allowFrom">The addresses from which the credential may be used.</param>
    /// <param name="token">The operator token that pays for it, when registration is gated by one.</param>
    /// <param name="note">The operator's own words about it.</param>
    public Task<Registration> RegisterAsync(AllowFrom allowFrom, OperatorToken? token = null, string? note = null) =>
        throw new NotImplementedException($"{store}{directory}{hasher}{apex}{clock}");
}
