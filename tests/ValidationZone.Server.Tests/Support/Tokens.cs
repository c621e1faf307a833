using ValidationZone.Accounts;
using ValidationZone.Server.Hosting;
using ValidationZone.Storage.Sqlite;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

/// <summary>Operator tokens, made beside a running server as the command line makes them.</summary>
internal static class Tokens
{
    public static async Task<(Guid Id, string Secret)> CreateAsync(
        TempFolder folder,
        TokenRole role = TokenRole.Registrar,
        int? quota = null,
        string? from = null,
        DateTimeOffset? expiresAt = null)
    {
        await using SqliteAccountStore store = await OpenAsync(folder);
        Assert.True(AllowFrom.TryParse(from is null ? [] : [from], out AllowFrom? allowFrom));
        (OperatorToken token, string secret) = await Of(store, folder).CreateAsync(role, allowFrom, quota, expiresAt);
        SecretLedger.IssueAll(secret);
        return (token.Id, secret);
    }

    public static async Task RevokeAsync(TempFolder folder, Guid id)
    {
        await using SqliteAccountStore store = await OpenAsync(folder);
        Assert.True(await Of(store, folder).RevokeAsync(id));
    }

    public static Task<SqliteAccountStore> OpenAsync(TempFolder folder) =>
        SqliteAccountStore.OpenAsync(folder.File("test.db"), TimeProvider.System, CancellationToken.None);

    private static OperatorTokens Of(SqliteAccountStore store, TempFolder folder) =>
        new(store, KeyHasher.LoadOrCreate(DatabaseFiles.PepperPath(folder.File("test.db"))), TimeProvider.System);
}
