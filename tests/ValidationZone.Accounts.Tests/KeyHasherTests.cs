namespace ValidationZone.Accounts.Tests;

public sealed class KeyHasherTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Secret_matches_its_own_hash_only()
    {
        KeyHasher hasher = A.Hasher();
        byte[] hash = hasher.Hash("secret");

        Assert.Equal(KeyHasher.HashLengthInOctets, hash.Length);
        Assert.True(hasher.Matches("secret", hash));
        Assert.False(hasher.Matches("Secret", hash));
        Assert.False(A.Hasher(seed: 2).Matches("secret", hash));
    }

    [Fact]
    public void Hash_is_HMAC_SHA_256_under_the_pepper()
    {
        // The pepper is the 20 octets of RFC 4231 §4.2 and zeros, which HMAC pads a key with anyway.
        byte[] pepper = [.. Enumerable.Repeat((byte)0x0B, 20), .. new byte[12]];

        byte[] hash = new KeyHasher(pepper).Hash("Hi There");

        string expected = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
        Assert.Equal(expected, Convert.ToHexStringLower(hash));
    }

    [Fact]
    public void Long_secrets_are_hashed_whole()
    {
        string secret = new('x', 5_000);
        byte[] hash = A.Hasher().Hash(secret);

        Assert.True(A.Hasher().Matches(secret, hash));
        Assert.False(A.Hasher().Matches(secret + "x", hash));
    }

    [Fact]
    public void Pepper_is_made_once_and_readable_by_its_owner_only()
    {
        string path = _folder.PathOf("data/pepper");

        byte[] first = KeyHasher.LoadOrCreate(path).Hash("secret");
        byte[] second = KeyHasher.LoadOrCreate(path).Hash("secret");

        Assert.Equal(first, second);
        Assert.Matches("^[0-9a-f]{64}\n$", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.PathOf("data")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(path));
            Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.PathOf("data")));
        }
    }

    [Fact]
    public async Task Servers_that_start_at_once_end_with_the_same_pepper()
    {
        string path = _folder.PathOf("data/pepper");
        using var start = new Barrier(8);

        byte[][] hashes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(TimeSpan.FromSeconds(60));
                return KeyHasher.LoadOrCreate(path).Hash("secret");
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.All(hashes, hash => Assert.Equal(hashes[0], hash));
        Assert.Equal([path], Directory.GetFiles(_folder.PathOf("data")));
    }

    [Fact]
    public void Pepper_that_others_may_read_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes");
        string path = _folder.PathOf("pepper");
        KeyHasher.LoadOrCreate(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, OwnerOnly | UnixFileMode.GroupRead);

        IOException refusal = Assert.Throws<IOException>(() => KeyHasher.LoadOrCreate(path));

        Assert.Contains("0600", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n\n")]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1g\n")]
    public void Pepper_file_of_another_form_is_refused_and_not_shown(string content)
    {
        string path = _folder.PathOf("pepper");
        KeyHasher.LoadOrCreate(path);
        File.WriteAllText(path, content);

        IOException refusal = Assert.Throws<IOException>(() => KeyHasher.LoadOrCreate(path));

        Assert.DoesNotContain("0001", refusal.Message, StringComparison.Ordinal);
    }
}
