using ValidationZone.Accounts;
using ValidationZone.Server.Hosting;
using ValidationZone.Storage.Sqlite;
using ValidationZone.Tests.Support;
using ValidationZone.Wire;

namespace ValidationZone.Server.Tests;

/// <summary>Accounts of every kind, put into a store before a server opens it.</summary>
internal static class StoredAccounts
{
    public static async Task<TestAccount> AddAsync(TempFolder folder, Func<Credential, Credential> change)
    {
        await using SqliteAccountStore store = await Tokens.OpenAsync(folder);
        var hasher = KeyHasher.LoadOrCreate(DatabaseFiles.PepperPath(folder.File("test.db")));
        ApiKey key = ApiKey.Generate();
        SecretLedger.Issue("key", key.Reveal());
        var credential = new Credential
        {
            Username = Guid.CreateVersion7(),
            KeyHash = hasher.Hash(key.Reveal()),
            AllowFrom = AllowFrom.Anywhere,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        var subdomain = Subdomain.Generate();
        await store.RegisterAsync(new NewSubdomain(subdomain, change(credential), Note: null, TokenId: null));
        string fulldomain = subdomain.ToFulldomain(DomainName.Parse("auth.example.org"));
        return new TestAccount(credential.Username.ToString(), key.Reveal(), fulldomain, subdomain.Text);
    }
}
