using System.Globalization;
using System.Text;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

public sealed class SecretSearchTests : IDisposable
{
    private const string Key = "abcdefghijABCDEFGHIJ0123456789-_-_-_-_-_";
    private const string Pepper = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The last step of ./test.sh: everything that all the other tests have seen issued, and have kept.</summary>
    [Fact(Explicit = true)]
    public async Task No_secret_that_was_issued_is_found_in_what_servers_have_written()
    {
        string ledger = SecretLedger.Folder ?? throw new InvalidOperationException($"{SecretLedger.Variable} is not set");

        var search = SecretSearch.Run(ledger);

        string kinds = string.Join(", ", search.Secrets.OrderBy(kind => kind.Key).Select(kind => $"{kind.Value} {kind.Key}"));
        await File.WriteAllTextAsync(
            Path.Combine(ledger, "result.txt"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"searched for {kinds} in {search.Octets:N0} octets of {search.Files:N0} files: {search.Hits.Count} hits\n"),
            TestContext.Current.CancellationToken);
        Assert.Equal(["cookie", "key", "pepper", "token"], search.Secrets.Keys.Order());
        Assert.True(search.Octets > 1_000_000, $"only {search.Octets} octets were kept");
        Assert.Empty(search.Hits);
    }

    [Theory]
    [InlineData("key", Key, Key)]
    [InlineData("key", Key, "6162636465666768696a4142434445464748494a303132333435363738392d5f2d5f2d5f2d5f2d5f")]
    [InlineData("token", "vz_" + Key + "abc", "{\"error\": \"vz_" + Key + "abc\"}")]
    [InlineData("pepper", Pepper, "at the start " + Pepper)]
    [InlineData("pepper", Pepper, "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF")]
    [InlineData("pepper", Pepper, "ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8=")]
    [InlineData("cookie", "00112233445566778899aabbccddeeff", "ABEiM0RVZneImaq7zN3u_w")]
    public void Secret_is_found_in_every_form_and_not_repeated(string kind, string secret, string text)
    {
        Issue(kind, secret);
        File.WriteAllText(_folder.File("refusals-1.txt"), "before " + text + " after");

        var search = SecretSearch.Run(_folder.Root);

        Assert.StartsWith($"a {kind} in refusals-1.txt at octet ", Assert.Single(search.Hits), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, search.Hits[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Pepper_is_found_as_octets_among_others()
    {
        Issue("pepper", Pepper);
        File.WriteAllBytes(_folder.File("kept-1-1-x.db"), [0, 255, 10, .. Convert.FromHexString(Pepper), 0]);

        var search = SecretSearch.Run(_folder.Root);

        Assert.Equal("a pepper in kept-1-1-x.db at octet 3", Assert.Single(search.Hits));
    }

    [Fact]
    public void What_is_no_secret_is_not_found()
    {
        Issue("key", Key);
        File.WriteAllText(_folder.File("kept-1-1-log"), Key[1..], Encoding.ASCII);

        var search = SecretSearch.Run(_folder.Root);

        Assert.Empty(search.Hits);
        Assert.Equal((1, 39), (search.Secrets["key"], search.Octets));
    }

    private void Issue(string kind, string secret) =>
        File.AppendAllText(_folder.File("secrets-1.txt"), $"{kind} {secret}\n");
}
