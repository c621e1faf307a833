using System.Net;
using System.Text;
using ValidationZone.Storage.Sqlite;

namespace ValidationZone.Accounts.Tests;

/// <summary>Credentials added, rotated, disabled and removed: on a real store, and seen through DNS.</summary>
public sealed class AccountAdministrationTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly TestZone _zone = new();
    private readonly KeyHasher _hasher = A.Hasher();
    private UnreliableStore _store = null!;
    private Account _account = null!;

    private AccountAdministration Administration =>
        new(_store, _zone.Directory, _hasher, TestZone.Apex, _zone.Clock) { MaxCredentials = 3 };

    private AccountRegistrar Registrar => new(_store, _zone.Directory, _hasher, TestZone.Apex, _zone.Clock);

    public async ValueTask InitializeAsync()
    {
        _store = new UnreliableStore(await SqliteAccountStore.OpenAsync(
            _folder.PathOf("validationzone.db"), _zone.Clock, TestContext.Current.CancellationToken));
        _zone.Directory.MarkLoaded();
        _account = (await Registrar.RegisterAsync(AllowFrom.Anywhere)).Account!;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Several_credentials_publish_at_one_name()
    {
        Account other = (await AddAsync()).Account!;

        await PublishAsync(_account, 1);
        await PublishAsync(other, 2);

        Assert.Equal([A.Digest(1).Text, A.Digest(2).Text], _zone.Txt(_account.Subdomain)!);
    }

    [Fact]
    public async Task Added_credential_has_its_own_terms()
    {
        Administered added = await AddAsync(new CredentialOrder
        {
            AllowFrom = A.AllowFrom("192.0.2.0/24"),
            ExpiresAt = _zone.Clock.GetUtcNow().AddHours(1),
        });

        Assert.Null(Authenticate(added.Account!, "198.51.100.1"));
        Assert.NotNull(Authenticate(added.Account!, "192.0.2.7"));
        _zone.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(Authenticate(added.Account!, "192.0.2.7"));
        Assert.NotNull(Authenticate(_account));
    }

    [Fact]
    public async Task Inheriting_credential_is_bound_like_the_one_that_ordered_it()
    {
        await ChangeAsync(_account, new CredentialChange
        {
            AllowFrom = A.AllowFrom("192.0.2.0/24"),
            ExpiresAt = new(_zone.Clock.GetUtcNow().AddHours(1)),
        });

        Administered added = await AddAsync(new CredentialOrder { InheritsFrom = _account.Username });

        Credential stored = added.Subdomain!.Credentials.Single(c => c.Username == added.Account!.Username);
        Assert.Equal(["192.0.2.0/24"], added.Account!.AllowFrom.Entries);
        Assert.Equal(_zone.Clock.GetUtcNow().AddHours(1), stored.ExpiresAt);
        Assert.Null(Authenticate(added.Account!, "198.51.100.1"));
    }

    [Fact]
    public async Task Disabled_credential_orders_no_other()
    {
        await ChangeAsync(_account, new CredentialChange { IsEnabled = false });

        Administered refused = await AddAsync(new CredentialOrder { InheritsFrom = _account.Username });

        Assert.Equal(AdministeredOutcome.NotFound, refused.Outcome);
    }

    [Fact]
    public async Task Key_that_was_rotated_away_makes_itself_no_other()
    {
        var proof = new KeyProof(_hasher, _account.Username, _account.Key.Reveal());
        Account rotated = (await RotateAsync(TimeSpan.Zero)).Account!;

        Administered added = await AddAsync(new CredentialOrder { InheritsFrom = _account.Username, Proof = proof });
        Administered again = await RotateAsync(TimeSpan.Zero, proof: proof);

        Assert.Equal((AdministeredOutcome.NotFound, AdministeredOutcome.NotFound), (added.Outcome, again.Outcome));
        Assert.NotNull(Authenticate(rotated));
    }

    [Fact]
    public async Task Key_that_still_works_makes_itself_another()
    {
        var proof = new KeyProof(_hasher, _account.Username, _account.Key.Reveal());
        await RotateAsync(TimeSpan.FromHours(1));

        Administered inTime = await AddAsync(new CredentialOrder { InheritsFrom = _account.Username, Proof = proof });
        _zone.Clock.Advance(TimeSpan.FromHours(1));
        Administered tooLate = await AddAsync(new CredentialOrder { InheritsFrom = _account.Username, Proof = proof });

        Assert.Equal((AdministeredOutcome.Done, AdministeredOutcome.NotFound), (inTime.Outcome, tooLate.Outcome));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Key_of_what_was_disabled_meanwhile_makes_itself_no_other(bool isWholeName)
    {
        var proof = new KeyProof(_hasher, _account.Username, _account.Key.Reveal());
        await (isWholeName
            ? Administration.ChangeSubdomainAsync(_account.Subdomain, new SubdomainTerms { IsEnabled = false })
            : ChangeAsync(_account, new CredentialChange { IsEnabled = false }));

        Administered rotated = await RotateAsync(TimeSpan.Zero, proof: proof);

        Assert.Equal(AdministeredOutcome.NotFound, rotated.Outcome);
    }

    [Fact]
    public async Task There_are_as_many_credentials_as_there_may_be()
    {
        await AddAsync();
        await AddAsync();

        Administered refused = await AddAsync();

        Assert.Equal(new Administered(AdministeredOutcome.TooManyCredentials), refused);
    }

    [Fact]
    public async Task Rotated_key_ceases_at_once_without_an_overlap()
    {
        Account rotated = (await RotateAsync(TimeSpan.Zero)).Account!;

        Assert.Null(Authenticate(_account));
        Assert.NotNull(Authenticate(rotated));
        Assert.Equal(_account.Username, rotated.Username);
    }

    [Fact]
    public async Task Rotated_key_works_until_the_overlap_ends()
    {
        Account rotated = (await RotateAsync(TimeSpan.FromHours(1))).Account!;

        Assert.NotNull(Authenticate(_account));
        Assert.NotNull(Authenticate(rotated));
        _zone.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(Authenticate(_account));
        Assert.NotNull(Authenticate(rotated));
    }

    [Fact]
    public async Task Of_several_rotations_only_the_last_two_keys_work()
    {
        Account second = (await RotateAsync(TimeSpan.FromHours(1))).Account!;
        Account third = (await RotateAsync(TimeSpan.FromHours(1))).Account!;

        Assert.Null(Authenticate(_account));
        Assert.NotNull(Authenticate(second));
        Assert.NotNull(Authenticate(third));
    }

    [Fact]
    public async Task Disabled_credential_loses_what_it_published_and_works_again_when_enabled()
    {
        Account other = (await AddAsync()).Account!;
        await PublishAsync(_account, 1);
        await PublishAsync(other, 2);

        await ChangeAsync(_account, new CredentialChange { IsEnabled = false });

        Assert.Equal([A.Digest(2).Text], _zone.Txt(_account.Subdomain)!);
        Assert.Null(Authenticate(_account));
        await ChangeAsync(_account, new CredentialChange { IsEnabled = true });
        Assert.NotNull(Authenticate(_account));
    }

    [Fact]
    public async Task Removed_credential_is_gone_with_what_it_published()
    {
        Account other = (await AddAsync()).Account!;
        AuthenticatedCredential proof = Authenticate(other)!;
        await PublishAsync(other, 2);

        await Administration.RemoveCredentialAsync(_account.Subdomain, other.Username);
        UpdateOutcome late = await Updater().PublishAsync(proof, A.Digest(3));

        Assert.Null(Authenticate(other));
        Assert.Equal(UpdateOutcome.Forbidden, late);
        Assert.Empty(_zone.Txt(_account.Subdomain)!);
        Assert.NotNull(Authenticate(_account));
    }

    [Fact]
    public async Task Disabled_subdomain_exists_without_values_and_takes_none()
    {
        AuthenticatedCredential proof = Authenticate(_account)!;
        await PublishAsync(_account, 1);

        await Administration.ChangeSubdomainAsync(_account.Subdomain, new SubdomainTerms { IsEnabled = false });

        Assert.Empty(_zone.Txt(_account.Subdomain)!);
        Assert.Null(Authenticate(_account));
        Assert.Equal(UpdateOutcome.Forbidden, await Updater().PublishAsync(proof, A.Digest(2)));
        await Administration.ChangeSubdomainAsync(_account.Subdomain, new SubdomainTerms { IsEnabled = true });
        Assert.NotNull(Authenticate(_account));
    }

    [Fact]
    public async Task Deleted_subdomain_is_gone_from_DNS_at_once()
    {
        bool isDeleted = await Administration.DeleteAsync(_account.Subdomain);

        Assert.True(isDeleted);
        Assert.Null(_zone.Txt(_account.Subdomain));
        Assert.Null(Authenticate(_account));
        Assert.False(await Administration.DeleteAsync(_account.Subdomain));
    }

    [Fact]
    public async Task Note_is_replaced_cleared_or_left()
    {
        await Administration.ChangeSubdomainAsync(_account.Subdomain, new SubdomainTerms { Note = new("ours") });
        Administered left = await Administration.ChangeSubdomainAsync(_account.Subdomain, new SubdomainTerms());
        Administered cleared = await Administration.ChangeSubdomainAsync(
            _account.Subdomain, new SubdomainTerms { Note = new(null) });

        Assert.Equal("ours", left.Subdomain!.Note);
        Assert.Null(cleared.Subdomain!.Note);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        Subdomain unknown = A.Subdomain("unknown");

        Administered[] outcomes =
        [
            await Administration.AddCredentialAsync(unknown, new CredentialOrder()),
            await Administration.RotateKeyAsync(_account.Subdomain, A.Uuid(9), TimeSpan.Zero),
            await Administration.ChangeCredentialAsync(_account.Subdomain, A.Uuid(9), new CredentialChange()),
            await Administration.RemoveCredentialAsync(_account.Subdomain, A.Uuid(9)),
            await Administration.ChangeSubdomainAsync(unknown, new SubdomainTerms()),
        ];

        Assert.All(outcomes, outcome => Assert.Equal(new Administered(AdministeredOutcome.NotFound), outcome));
    }

    [Fact]
    public async Task Store_that_is_down_changes_nothing()
    {
        _store.IsDown = true;

        Administered refused = await RotateAsync(TimeSpan.Zero);

        Assert.Equal(new Administered(AdministeredOutcome.StorageUnavailable), refused);
        Assert.NotNull(Authenticate(_account));
    }

    [Fact]
    public async Task Request_sent_again_gets_the_first_reply_and_makes_nothing_new()
    {
        await AddAsync(new CredentialOrder { Seal = Seal("key 1", "body") });
        Administered again = await AddAsync(new CredentialOrder { Seal = Seal("key 1", "body") });
        Administered other = await AddAsync(new CredentialOrder { Seal = Seal("key 1", "other body") });

        StoredSubdomain stored = (await Administration.FindAsync(
            _account.Subdomain, TestContext.Current.CancellationToken))!;
        Assert.Equal((AdministeredOutcome.Repeated, AdministeredOutcome.KeyReused), (again.Outcome, other.Outcome));
        Assert.Equal(2, stored.Credentials.Count);
        Assert.Contains(
            stored.Credentials, c => c.Username.ToString() == Encoding.ASCII.GetString(again.Repeated!.Value.Span));
    }

    [Fact]
    public async Task Reply_is_kept_for_its_caller_only()
    {
        Administered mine = await RotateAsync(TimeSpan.Zero, Seal("key 1", "body"));
        Administered theirs = await RotateAsync(TimeSpan.Zero, Seal("key 1", "body", secret: "another caller"));

        Assert.Equal((AdministeredOutcome.Done, AdministeredOutcome.Done), (mine.Outcome, theirs.Outcome));
    }

    [Fact]
    public async Task Registration_sent_again_gets_the_first_reply()
    {
        Registration first = await Registrar.RegisterAsync(new RegistrationOrder { Seal = Seal("key 1", "body") });
        Registration again = await Registrar.RegisterAsync(new RegistrationOrder { Seal = Seal("key 1", "body") });
        Registration other = await Registrar.RegisterAsync(new RegistrationOrder { Seal = Seal("key 1", "other") });

        Assert.Equal(RegistrationOutcome.Repeated, again.Outcome);
        Assert.Equal(RegistrationOutcome.KeyReused, other.Outcome);
        Assert.Equal($"{first.Account!.Username}", Encoding.ASCII.GetString(again.Repeated!.Value.Span));
    }

    [Fact]
    public async Task Chosen_name_is_given_out_once()
    {
        var order = new RegistrationOrder { Name = A.Subdomain("www.example.com") };

        Registration first = await Registrar.RegisterAsync(order);
        Registration second = await Registrar.RegisterAsync(order);
        await Administration.DeleteAsync(order.Name!);
        Registration third = await Registrar.RegisterAsync(order);

        Assert.Equal("www.example.com.auth.example.org", first.Account!.Fulldomain);
        Assert.Equal((RegistrationOutcome.NameTaken, RegistrationOutcome.NameTaken), (second.Outcome, third.Outcome));
        Assert.Null(_zone.Txt("www.example.com"));
    }

    [Fact]
    public async Task There_are_as_many_names_as_there_may_be_also_when_all_come_at_once()
    {
        var registrar = new AccountRegistrar(_store, _zone.Directory, _hasher, TestZone.Apex, _zone.Clock)
        {
            MaxNames = 5,
        };

        Registration[] outcomes = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => registrar.RegisterAsync(AllowFrom.Anywhere)));

        Assert.InRange(outcomes.Count(outcome => outcome.Outcome == RegistrationOutcome.Created), 1, 4);
        Assert.InRange(_zone.Directory.SubdomainCount, 2, 5);
        Assert.Contains(outcomes, outcome => outcome.Outcome == RegistrationOutcome.Full);
    }

    [Fact]
    public async Task Imported_key_is_adopted_once()
    {
        Credential imported = A.Credential(7) with { KeyHash = new byte[32], ImportedHash = "$2a$10$x" };
        await _store.ImportAsync([A.Stored("imported", 0, imported)]);
        byte[] hash = _hasher.Hash(_account.Key.Reveal());

        Administered wrong = await Administration.AdoptKeyAsync(
            A.Subdomain("imported"), imported.Username, "$2a$10$y", hash);
        Administered adopted = await Administration.AdoptKeyAsync(
            A.Subdomain("imported"), imported.Username, "$2a$10$x", hash);

        Assert.Equal(AdministeredOutcome.NotFound, wrong.Outcome);
        Assert.Null(Assert.Single(adopted.Subdomain!.Credentials).ImportedHash);
        Assert.NotNull(Authenticate(_account with { Username = imported.Username }));
    }

    private ReplySeal Seal(string key, string body, string secret = "the caller's secret") => new(
        _hasher, secret, key, Encoding.ASCII.GetBytes(body), account => Encoding.ASCII.GetBytes($"{account.Username}"));

    private ChallengeUpdater Updater() => new(_store, _zone.Directory, ValueLimits.Default, _zone.Clock);

    private Task<Administered> AddAsync(CredentialOrder? order = null) =>
        Administration.AddCredentialAsync(_account.Subdomain, order ?? new CredentialOrder());

    private Task<Administered> RotateAsync(TimeSpan overlap, ReplySeal? seal = null, KeyProof? proof = null) =>
        Administration.RotateKeyAsync(_account.Subdomain, _account.Username, overlap, seal, proof);

    private Task<Administered> ChangeAsync(Account account, CredentialChange change) =>
        Administration.ChangeCredentialAsync(account.Subdomain, account.Username, change);

    private AuthenticatedCredential? Authenticate(Account account, string source = "192.0.2.1") =>
        new Authenticator(_zone.Directory, _hasher, _zone.Clock).Authenticate(
            $"{account.Username}", account.Key.Reveal(), IPAddress.Parse(source));

    private async Task PublishAsync(Account account, int digest) =>
        Assert.Equal(
            UpdateOutcome.Done, await Updater().PublishAsync(Authenticate(account)!, A.Digest(digest)));
}
