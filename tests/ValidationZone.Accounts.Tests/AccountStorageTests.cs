using Microsoft.Data.Sqlite;
using ValidationZone.Storage.Sqlite;
using ValidationZone.Wire;

namespace ValidationZone.Accounts.Tests;

public sealed class AccountStorageTests : IAsyncLifetime
{
    private const string Secret = "vz_0123456789012345678901234567890123456789012";

    private static readonly DomainName Domain = DomainName.Parse("www.example.com");

    private readonly TempFolder _folder = new();
    private readonly TestZone _zone = new();
    private readonly OperatorToken _token = A.Token(1);
    private SqliteAccountStore _store = null!;
    private KeptAccount _account = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Database => _folder.PathOf("validationzone.db");

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteAccountStore.OpenAsync(Database, _zone.Clock, Cancellation);
        await _store.AddTokenAsync(_token);
        var registrar = new AccountRegistrar(
            _store, _zone.Directory, A.Hasher(), DomainName.Parse("auth.example.org"), _zone.Clock);
        Account account = (await registrar.RegisterAsync(AllowFrom.Anywhere)).Account!;
        _account = new KeptAccount(account.Username, account.Key, account.Subdomain, "https://auth.example.org/ä");
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Account_comes_back_whole_for_its_secret_and_domain()
    {
        AccountStorage storage = Storage();
        await storage.PutAsync(_token, Secret, Domain, _account);

        KeptAccount? found = await storage.FindAsync(Secret, DomainName.Parse("WWW.example.com."), Cancellation);

        Assert.Equal(_account.Key.Reveal(), found!.Key.Reveal());
        Assert.Equal(_account, found with { Key = _account.Key });
    }

    [Fact]
    public async Task Another_secret_domain_or_pepper_finds_nothing()
    {
        AccountStorage storage = Storage();
        await storage.PutAsync(_token, Secret, Domain, _account);

        Assert.Null(await storage.FindAsync(Secret[..^1] + "3", Domain, Cancellation));
        Assert.Null(await storage.FindAsync(Secret, DomainName.Parse("example.com"), Cancellation));
        Assert.Null(await Storage(pepper: 2).FindAsync(Secret, Domain, Cancellation));
    }

    [Fact]
    public async Task Same_account_put_twice_is_sealed_differently()
    {
        AccountStorage storage = Storage();
        await storage.PutAsync(_token, Secret, Domain, _account);
        byte[] first = ReadBox();

        await storage.PutAsync(_token, Secret, Domain, _account);

        Assert.NotEqual(first, ReadBox());
    }

    [Theory]
    [InlineData("X''")]
    [InlineData("substr(box, 1, length(box) - 1)")]
    [InlineData("X'000000000000000000000000' || substr(box, 13)")]
    public async Task Damaged_box_is_an_error_and_not_an_absence(string damage)
    {
        AccountStorage storage = Storage();
        await storage.PutAsync(_token, Secret, Domain, _account);
        Execute($"UPDATE sealed_account SET box = CAST({damage} AS BLOB)");

        StoreUnavailableException failure = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => storage.FindAsync(Secret, Domain, Cancellation));

        Assert.Contains("damaged", failure.Message, StringComparison.Ordinal);
    }

    private AccountStorage Storage(byte pepper = 1) => new(_store, _zone.Directory, A.Hasher(pepper), _zone.Clock);

    private byte[] ReadBox() => (byte[])Execute("SELECT box FROM sealed_account")!;

    private object? Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
