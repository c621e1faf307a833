using System.Net;

namespace ValidationZone.Accounts.Tests;

public sealed class AuthenticatorTests
{
    private const string Key = "abcdefghijABCDEFGHIJ0123456789-_-_-_-_-_";
    private const string OtherKey = "bbcdefghijABCDEFGHIJ0123456789-_-_-_-_-_";

    private static readonly IPAddress Source = IPAddress.Parse("192.0.2.1");

    private readonly TestZone _zone = new();
    private readonly string _user = A.Uuid(1).ToString();
    private int _comparisons;

    [Theory]
    [InlineData("D", "")]
    [InlineData("B", "")]
    [InlineData("N", "")]
    [InlineData("D", "urn:uuid:")]
    [InlineData("D", "URN:UUID:")]
    public void Working_credential_is_recognised_in_each_form_of_its_name(string format, string prefix)
    {
        Register(A.Credential(1, Key));
        string user = prefix + A.Uuid(1).ToString(format);

        AuthenticatedCredential? lower = Authenticate(user, Key);
        AuthenticatedCredential? upper = Authenticate(user.ToUpperInvariant(), Key);

        Assert.Equal((A.Uuid(1), A.Subdomain("name")), (lower!.Username, lower.Subdomain));
        Assert.Equal(A.Uuid(1), upper!.Username);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{{}}")]
    [InlineData("urn:uuid:")]
    [InlineData("admin")]
    [InlineData("({0})")]
    [InlineData(" {0}")]
    [InlineData("{0} ")]
    [InlineData("{{{0}")]
    [InlineData("urn:uuid:{{{0}}}")]
    [InlineData("urn:uuid:urn:uuid:{0}")]
    public void Name_in_another_form_fails(string form)
    {
        Register(A.Credential(1, Key));

        AuthenticatedCredential? result = Authenticate(string.Format(null, form, _user), Key);

        AssertFailed(result);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData(OtherKey)]
    [InlineData(Key + "_")]
    [InlineData(" " + Key)]
    [InlineData("abcdefghijABCDEFGHIJ0123456789-_-_-_-_-é")]
    public void Wrong_key_fails(string key)
    {
        Register(A.Credential(1, Key));

        AuthenticatedCredential? result = Authenticate(_user, key);

        AssertFailed(result);
    }

    [Fact]
    public void Unknown_name_fails()
    {
        Register(A.Credential(1, Key));

        AuthenticatedCredential? result = Authenticate(A.Uuid(2).ToString(), Key);

        AssertFailed(result);
    }

    [Fact]
    public void Nobody_can_log_in_as_the_stand_in()
    {
        AuthenticatedCredential? result = Authenticate(Guid.Empty.ToString(), new string('-', ApiKey.Length));

        AssertFailed(result);
    }

    [Fact]
    public void Disabled_credential_fails()
    {
        Register(A.Credential(1, Key) with { IsEnabled = false });

        AssertFailed(Authenticate(_user, Key));
    }

    [Fact]
    public void Credential_fails_from_the_moment_it_expires()
    {
        Register(A.Credential(1, Key) with { ExpiresAt = _zone.Clock.GetUtcNow().AddMinutes(1) });
        _zone.Clock.Advance(TimeSpan.FromSeconds(59));
        AuthenticatedCredential? before = Authenticate(_user, Key);
        _zone.Clock.Advance(TimeSpan.FromSeconds(1));
        _comparisons = 0;

        Assert.NotNull(before);
        AssertFailed(Authenticate(_user, Key));
    }

    [Fact]
    public void Address_that_is_not_allowed_fails()
    {
        Register(A.Credential(1, Key) with { AllowFrom = A.AllowFrom("198.51.100.0/24") });

        AssertFailed(Authenticate(_user, Key));
    }

    [Fact]
    public void Credential_of_a_deleted_subdomain_fails()
    {
        Register(A.Credential(1, Key));
        _zone.Directory.Apply(A.Stored("name", 2) with { DeletedAt = DateTimeOffset.UnixEpoch });

        AssertFailed(Authenticate(_user, Key));
    }

    [Fact]
    public void Hasher_decides_which_key_is_right()
    {
        Register(A.Credential(1, Key));
        var authenticator = new Authenticator(_zone.Directory, A.Hasher(), _zone.Clock);

        Assert.NotNull(authenticator.Authenticate(_user, Key, Source));
        Assert.Null(authenticator.Authenticate(_user, OtherKey, Source));
    }

    private void Register(Credential credential) => _zone.Directory.Apply(A.Stored("name", 1, credential));

    private AuthenticatedCredential? Authenticate(string username, string key)
    {
        KeyHasher hasher = A.Hasher();
        var authenticator = new Authenticator(
            _zone.Directory,
            (candidate, hash, other) =>
            {
                _comparisons++;
                Assert.Equal(ApiKey.Length, candidate.Length);
                Assert.Equal(KeyHasher.HashLengthInOctets, hash.Length);
                Assert.Equal(KeyHasher.HashLengthInOctets, other.Length);
                return hasher.MatchesEither(candidate, hash, other);
            },
            _zone.Clock);
        return authenticator.Authenticate(username, key, Source);
    }

    /// <summary>Every failure does the same work: one hash and one comparison.</summary>
    private void AssertFailed(AuthenticatedCredential? result)
    {
        Assert.Null(result);
        Assert.Equal(1, _comparisons);
    }
}
