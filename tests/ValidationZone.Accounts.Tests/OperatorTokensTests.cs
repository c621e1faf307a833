using System.Net;
using ValidationZone.Storage.Sqlite;

namespace ValidationZone.Accounts.Tests;

public sealed class OperatorTokensTests : IAsyncLifetime
{
    private static readonly IPAddress Source = IPAddress.Parse("192.0.2.1");

    private readonly TempFolder _folder = new();
    private readonly TestZone _zone = new();
    private SqliteAccountStore _store = null!;
    private OperatorTokens _tokens = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteAccountStore.OpenAsync(_folder.PathOf("validationzone.db"), _zone.Clock, Cancellation);
        _tokens = new OperatorTokens(_store, A.Hasher(), _zone.Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Token_is_recognised_by_its_secret_which_is_not_stored()
    {
        (OperatorToken token, string secret) = await _tokens.CreateAsync(TokenRole.Registrar, AllowFrom.Anywhere);

        OperatorToken? found = await _tokens.AuthenticateAsync(secret, Source, TokenRole.Registrar, Cancellation);

        Assert.Matches("^vz_[A-Za-z0-9_-]{43}$", secret);
        Assert.Equal(token.Id, found!.Id);
        Assert.Equal(A.Hasher().Hash(secret), found.SecretHash.ToArray());
        Assert.Equal(token.Id, Assert.Single(await _tokens.ListAsync(Cancellation)).Id);
    }

    [Theory]
    [InlineData(TokenRole.Viewer, TokenRole.Viewer, true)]
    [InlineData(TokenRole.Viewer, TokenRole.Registrar, false)]
    [InlineData(TokenRole.Registrar, TokenRole.Viewer, true)]
    [InlineData(TokenRole.Registrar, TokenRole.Admin, false)]
    [InlineData(TokenRole.Admin, TokenRole.Registrar, true)]
    public async Task Role_includes_those_below_it(TokenRole role, TokenRole required, bool isEnough)
    {
        (_, string secret) = await _tokens.CreateAsync(role, AllowFrom.Anywhere);

        OperatorToken? found = await _tokens.AuthenticateAsync(secret, Source, required, Cancellation);

        Assert.Equal(isEnough, found is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("vz_")]
    [InlineData("vz_0123456789012345678901234567890123456789012")]
    [InlineData("VZ_0123456789012345678901234567890123456789012")]
    [InlineData("vz_012345678901234567890123456789012345678901 ")]
    public async Task Unknown_secret_is_nobody(string secret)
    {
        await _tokens.CreateAsync(TokenRole.Admin, AllowFrom.Anywhere);

        Assert.Null(await _tokens.AuthenticateAsync(secret, Source, TokenRole.Viewer, Cancellation));
    }

    [Fact]
    public async Task Token_works_from_allowed_addresses_only()
    {
        (_, string secret) = await _tokens.CreateAsync(TokenRole.Admin, A.AllowFrom("198.51.100.0/24"));

        Assert.Null(await _tokens.AuthenticateAsync(secret, Source, TokenRole.Viewer, Cancellation));
        Assert.NotNull(await _tokens.AuthenticateAsync(
            secret, IPAddress.Parse("::ffff:198.51.100.9"), TokenRole.Viewer, Cancellation));
    }

    [Fact]
    public async Task Revoked_token_ceases_to_work()
    {
        (OperatorToken token, string secret) = await _tokens.CreateAsync(TokenRole.Admin, AllowFrom.Anywhere);

        bool isRevoked = await _tokens.RevokeAsync(token.Id);

        Assert.True(isRevoked);
        Assert.Null(await _tokens.AuthenticateAsync(secret, Source, TokenRole.Viewer, Cancellation));
    }

    [Fact]
    public async Task Token_ceases_to_work_when_it_expires()
    {
        DateTimeOffset end = _zone.Clock.GetUtcNow().AddHours(1);
        (_, string secret) = await _tokens.CreateAsync(TokenRole.Admin, AllowFrom.Anywhere, expiresAt: end);
        OperatorToken? before = await _tokens.AuthenticateAsync(secret, Source, TokenRole.Viewer, Cancellation);

        _zone.Clock.Advance(TimeSpan.FromHours(1));

        Assert.NotNull(before);
        Assert.Null(await _tokens.AuthenticateAsync(secret, Source, TokenRole.Viewer, Cancellation));
    }

    [Fact]
    public async Task Used_up_token_registers_nothing_more()
    {
        var registrar = new AccountRegistrar(_store, _zone.Directory, A.Hasher(), TestZone.Apex, _zone.Clock);
        (OperatorToken token, string secret) =
            await _tokens.CreateAsync(TokenRole.Registrar, AllowFrom.Anywhere, quota: 1);

        Registration first = await registrar.RegisterAsync(AllowFrom.Anywhere, token);
        Registration second = await registrar.RegisterAsync(AllowFrom.Anywhere, token);

        Assert.Equal(RegistrationOutcome.Created, first.Outcome);
        Assert.Equal((RegistrationOutcome.TokenSpent, null), (second.Outcome, second.Account));
        Assert.Null(await _tokens.AuthenticateAsync(secret, Source, TokenRole.Registrar, Cancellation));
    }
}
