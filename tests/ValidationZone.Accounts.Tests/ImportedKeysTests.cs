using System.Net;

namespace ValidationZone.Accounts.Tests;

public sealed class ImportedKeysTests : IDisposable
{
    private static readonly IPAddress Source = IPAddress.Parse("192.0.2.1");

    private readonly TestZone _zone = new();
    private readonly string _user = A.Uuid(1).ToString();
    private readonly Authenticator _authenticator;
    private readonly ImportedKeys _keys;
    private Func<Task<AdministeredOutcome>> _beforeAdoption = () => Task.FromResult(AdministeredOutcome.Done);
    private long _revision = 1;

    public ImportedKeysTests()
    {
        _authenticator = new Authenticator(_zone.Directory, A.Hasher(), _zone.Clock);
        _keys = Keys(_zone.Clock);
        Store(Imported());
    }

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task Right_key_is_let_in_and_its_second_use_takes_no_bcrypt()
    {
        KeyTrial first = await TryAsync(AnImportedKey.Right);
        AuthenticatedCredential? second =
            _authenticator.Authenticate(_user, AnImportedKey.Right, Source, out bool isImported);

        Assert.Equal(KeyTrialOutcome.Accepted, first.Outcome);
        Assert.Equal((A.Uuid(1), A.Subdomain("name")), (first.Credential!.Username, first.Credential.Subdomain));
        Assert.Equal((true, false, 1), (second is not null, isImported, _keys.VerificationCount));
    }

    [Fact]
    public async Task Wrong_key_is_refused_and_costs_bcrypt_once()
    {
        KeyTrial first = await TryAsync(AnImportedKey.Wrong(1));
        KeyTrial second = await TryAsync(AnImportedKey.Wrong(1));

        Assert.Equal((KeyTrialOutcome.Refused, KeyTrialOutcome.Refused), (first.Outcome, second.Outcome));
        Assert.Null(first.Credential);
        Assert.Equal(1, _keys.VerificationCount);
    }

    [Fact]
    public async Task Right_key_works_after_wrong_ones()
    {
        await TryAsync(AnImportedKey.Wrong(1));
        await TryAsync(AnImportedKey.Wrong(2));

        KeyTrial right = await TryAsync(AnImportedKey.Right);

        Assert.Equal(KeyTrialOutcome.Accepted, right.Outcome);
    }

    [Fact]
    public async Task Username_with_many_wrong_keys_has_to_wait_for_a_minute_and_never_hears_that_a_key_is_wrong()
    {
        for (int i = 0; i < FailedTrials.PerWindow; i++)
            await TryAsync(AnImportedKey.Wrong(i));

        KeyTrial during = await TryAsync(AnImportedKey.Right);
        _zone.Clock.Advance(TimeSpan.FromMinutes(1));
        KeyTrial after = await TryAsync(AnImportedKey.Right);

        Assert.Equal((KeyTrialOutcome.Busy, KeyTrialOutcome.Accepted), (during.Outcome, after.Outcome));
        Assert.Equal(FailedTrials.PerWindow + 1, _keys.VerificationCount);
    }

    [Fact]
    public async Task Others_are_let_in_while_one_username_has_too_many_wrong_keys()
    {
        Store(Imported(2), name: "other");
        for (int i = 0; i < FailedTrials.PerWindow; i++)
            await TryAsync(AnImportedKey.Wrong(i));

        KeyTrial other = await _keys.TryAsync(A.Uuid(2).ToString(), AnImportedKey.Right, Source);

        Assert.Equal(KeyTrialOutcome.Accepted, other.Outcome);
    }

    [Fact]
    public async Task Two_requests_at_once_with_the_right_key_take_bcrypt_once()
    {
        KeyTrial[] trials = await Task.WhenAll(TryAsync(AnImportedKey.Right), TryAsync(AnImportedKey.Right));

        Assert.All(trials, trial => Assert.Equal(KeyTrialOutcome.Accepted, trial.Outcome));
        Assert.Equal(1, _keys.VerificationCount);
    }

    [Fact]
    public async Task Those_who_wait_are_bounded_and_whoever_comes_then_is_told_to_come_again()
    {
        var release = new TaskCompletionSource<AdministeredOutcome>();
        _beforeAdoption = () => release.Task;
        Task<KeyTrial>[] waiting =
            [.. Enumerable.Range(0, ImportedKeys.MaxWaiting).Select(_ => TryAsync(AnImportedKey.Right))];

        KeyTrial last = await TryAsync(AnImportedKey.Right)
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        release.SetResult(AdministeredOutcome.Done);
        KeyTrial[] ended = await Task.WhenAll(waiting);
        KeyTrial later = await TryAsync(AnImportedKey.Right);

        Assert.Equal(KeyTrialOutcome.Busy, last.Outcome);
        Assert.All(ended, trial => Assert.Equal(KeyTrialOutcome.Accepted, trial.Outcome));
        Assert.Equal((KeyTrialOutcome.Accepted, 1), (later.Outcome, _keys.VerificationCount));
    }

    [Fact]
    public async Task Wrong_key_makes_the_next_one_wait_for_as_long_as_it_took()
    {
        using ImportedKeys keys = Keys(new DriftingClock(_zone.Clock, TimeSpan.FromMilliseconds(70)));
        Task<KeyTrial> wrong = keys.TryAsync(_user, AnImportedKey.Wrong(1), Source);
        await Eventually.TrueAsync(() => _zone.Clock.ArmedTimerCount == 1);
        Task<KeyTrial> right = keys.TryAsync(_user, AnImportedKey.Right, Source);

        Assert.False(wrong.IsCompleted || right.IsCompleted);
        Assert.Equal(1, keys.VerificationCount);
        _zone.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(KeyTrialOutcome.Refused, (await wrong).Outcome);
        Assert.Equal(KeyTrialOutcome.Accepted, (await right).Outcome);
    }

    [Fact]
    public async Task Credential_that_does_not_work_takes_no_bcrypt()
    {
        Store(Imported(2) with { IsEnabled = false }, name: "disabled");
        Store(Imported(3) with { ExpiresAt = _zone.Clock.GetUtcNow() }, name: "expired");
        Store(Imported(4) with { AllowFrom = A.AllowFrom("198.51.100.0/24") }, name: "elsewhere");

        foreach (int user in new[] { 2, 3, 4, 5 })
        {
            KeyTrial trial = await _keys.TryAsync(A.Uuid(user).ToString(), AnImportedKey.Right, Source);
            _authenticator.Authenticate(A.Uuid(user).ToString(), AnImportedKey.Right, Source, out bool isImported);
            Assert.Equal((KeyTrialOutcome.Refused, false), (trial.Outcome, isImported));
        }

        Assert.Equal(0, _keys.VerificationCount);
    }

    [Fact]
    public void Only_a_key_that_could_be_one_is_called_imported()
    {
        _authenticator.Authenticate(_user, AnImportedKey.Wrong(1), Source, out bool couldBe);
        _authenticator.Authenticate(_user, "short", Source, out bool isTooShort);

        Assert.Equal((true, false), (couldBe, isTooShort));
    }

    [Theory]
    [InlineData(AdministeredOutcome.StorageUnavailable, KeyTrialOutcome.StorageUnavailable)]
    [InlineData(AdministeredOutcome.NotFound, KeyTrialOutcome.Busy)]
    public async Task Right_key_that_could_not_be_adopted_is_no_wrong_key(
        AdministeredOutcome adoption, KeyTrialOutcome outcome)
    {
        _beforeAdoption = () => Task.FromResult(adoption);
        KeyTrial first = await TryAsync(AnImportedKey.Right);
        _beforeAdoption = () => Task.FromResult(AdministeredOutcome.Done);

        KeyTrial again = await TryAsync(AnImportedKey.Right);

        Assert.Equal((outcome, null), (first.Outcome, first.Credential));
        Assert.Equal((KeyTrialOutcome.Accepted, 2), (again.Outcome, _keys.VerificationCount));
    }

    [Fact]
    public void Remembered_keys_and_windows_are_bounded()
    {
        var failed = new FailedTrials(_zone.Clock);
        for (int i = 0; i <= FailedTrials.MaxRemembered; i++)
            failed.Add(A.Uuid(1), (UInt128)i);

        Assert.False(failed.Holds(0));
        Assert.True(failed.Holds(1));
        Assert.True(failed.Holds(FailedTrials.MaxRemembered));
    }

    private static Credential Imported(int number = 1) => A.Credential(number) with
    {
        KeyHash = new byte[KeyHasher.HashLengthInOctets],
        ImportedHash = AnImportedKey.Hash(AnImportedKey.Right),
    };

    private ImportedKeys Keys(TimeProvider clock) => new(_authenticator, AdoptAsync, A.Hasher(), clock);

    private Task<KeyTrial> TryAsync(string key) => _keys.TryAsync(_user, key, Source);

    private void Store(Credential credential, string name = "name") =>
        _zone.Directory.Apply(A.Stored(name, _revision++, credential));

    private async Task<Administered> AdoptAsync(
        Subdomain subdomain, Guid username, string importedHash, ReadOnlyMemory<byte> keyHash)
    {
        if (await _beforeAdoption() is var outcome and not AdministeredOutcome.Done)
            return new Administered(outcome);

        Assert.StartsWith("$2", importedHash, StringComparison.Ordinal);
        Credential adopted = Imported() with { Username = username, KeyHash = keyHash, ImportedHash = null };
        Store(adopted, subdomain.Text);
        return new Administered(AdministeredOutcome.Done);
    }
}
