using System.Text;
using ValidationZone.Accounts.Export;
using ValidationZone.Wire;

namespace ValidationZone.Accounts.Tests;

public sealed class AccountLinesTests
{
    [Fact]
    public void Everything_that_is_written_is_read_again()
    {
        StoredSubdomain stored = AnExport.FullSubdomain();

        StoredSubdomain read = AnExport.Read(AnExport.Text(stored), out string? problem)!;

        Assert.Null(problem);
        Assert.Equivalent(stored, read, strict: true);
        Assert.Equal(AnExport.Text(stored), AnExport.Text(read));
    }

    [Fact]
    public void Subdomain_without_anything_is_read_again()
    {
        StoredSubdomain stored = A.Stored("name", revision: 0) with { IsEnabled = false };

        StoredSubdomain read = AnExport.Read(AnExport.Text(stored), out _)!;

        Assert.Equivalent(stored, read, strict: true);
    }

    [Fact]
    public void Longest_account_that_a_server_allows_fits_into_a_line()
    {
        string[] networks = [.. Enumerable.Range(0, AllowFrom.MaxEntries)
            .Select(i => $"2001:db80:1111:2222:3333:4444:5555:{i + 4096:x4}/128")];
        Credential[] credentials = [.. Enumerable.Range(1, 64)
            .Select(user => A.Credential(user) with { AllowFrom = A.AllowFrom(networks) })];

        byte[] line = AccountLines.Write(A.Stored("name", revision: 0, credentials));

        Assert.InRange(line.Length, 600_000, AccountLines.MaxLineLength);
    }

    [Theory]
    [InlineData("{", "it is not the JSON of an account")]
    [InlineData("", "it is not the JSON of an account")]
    [InlineData("null", "it is not the JSON of an account")]
    [InlineData("\"name\":\"shop", "it is not the JSON of an account", "\"extra\":1,\"name\":\"shop")]
    [InlineData("\"name\":\"shop", "it is not the JSON of an account", "\"name\":\"x\",\"name\":\"shop")]
    [InlineData("\"enabled\":true,\"created\"", "it is not the JSON of an account", "\"created\"")]
    [InlineData("2026-01-02T03:04:05.678Z", "it is not the JSON of an account", "2026-01-02")]
    [InlineData("2026-01-02T03:04:05.678Z", "it is not the JSON of an account", "1969-12-31T23:59:59.999Z")]
    [InlineData("shop.example", "the name is no subdomain of this zone", "_acme-challenge.shop")]
    [InlineData("shop.example", "the name is no subdomain of this zone", "")]
    [InlineData("192.0.2.0/24", "an allowfrom has something that is not a network", "192.0.2.0")]
    [InlineData("\"192.0.2.0/24\"", "an allowfrom has something that is not a network", "null")]
    [InlineData("$2a$10$", "a hash is not of the right form", "plain$$")]
    [InlineData("AAAAAAAAAAAAAAAA", "a hash is not of the right form", "")]
    [InlineData("\"previous_until\":\"2099-01-02T03:04:05.678Z\",", "a hash is not of the right form", "")]
    [InlineData("\"credentials\":[", "a username is missing or stands there twice", "\"credentials\":[null,")]
    [InlineData("\"values\":[", "a value is no digest or stands there twice", "\"values\":[null,")]
    [InlineData("\"txt\":\"", "a value is no digest or stands there twice", "\"txt\":\"x")]
    public void Damaged_line_is_refused_in_fixed_words(string part, string expected, string? instead = null)
    {
        string right = AnExport.Text(AnExport.FullSubdomain());
        string line = instead is null ? part : right.Replace(part, instead, StringComparison.Ordinal);

        StoredSubdomain? read = AnExport.Read(line, out string? problem);

        Assert.NotEqual(right, line);
        Assert.Null(read);
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void Name_that_is_too_long_under_the_apex_is_refused()
    {
        string name = string.Join('.', Enumerable.Repeat(new string('a', 60), 4));

        Assert.Null(AnExport.Read(AnExport.Text(A.Stored(name, revision: 0)), out string? problem));

        Assert.Equal("the name is no subdomain of this zone", problem);
    }

    [Fact]
    public void More_than_a_server_would_hold_is_refused()
    {
        StoredSubdomain full = AnExport.FullSubdomain();
        LiveValue[] values = [.. Enumerable.Range(0, 17).Select(i => full.Values[0] with { Digest = A.Digest(i) })];
        Credential[] credentials = [.. Enumerable.Range(1, 65).Select(user => A.Credential(user))];

        Assert.Null(AnExport.Read(AnExport.Text(full with { Values = values }), out string? tooManyValues));
        Assert.Null(AnExport.Read(AnExport.Text(full with { Credentials = credentials }), out string? tooMany));
        Assert.Null(AnExport.Read(AnExport.Text(full with { Note = new string('x', 131_073) }), out string? note));
        Assert.Null(AnExport.Read(AnExport.Text(full with { IsEnabled = false }), out string? disabled));

        Assert.Equal(("there are too many values", "there are too many credentials"), (tooManyValues, tooMany));
        Assert.Equal(("a note is too long", "there are values at a name that is disabled"), (note, disabled));
    }

    [Fact]
    public void Same_username_or_digest_twice_is_refused()
    {
        StoredSubdomain full = AnExport.FullSubdomain();
        StoredSubdomain twins = full with { Credentials = [full.Credentials[0], full.Credentials[0]] };
        StoredSubdomain echo = full with { Values = [full.Values[0], full.Values[0]] };

        Assert.Null(AnExport.Read(AnExport.Text(twins), out string? username));
        Assert.Null(AnExport.Read(AnExport.Text(echo), out string? digest));

        Assert.StartsWith("a username", username, StringComparison.Ordinal);
        Assert.StartsWith("a value", digest, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_of_an_imported_credential_cannot_be_slipped_in_beside_its_bcrypt()
    {
        StoredSubdomain full = AnExport.FullSubdomain();
        Credential imported = full.Credentials[1] with { KeyHash = A.Hasher().Hash("a key of somebody else") };

        Assert.Null(AnExport.Read(AnExport.Text(full with { Credentials = [imported] }), out string? problem));

        Assert.Equal("a hash is not of the right form", problem);
    }

    [Fact]
    public void Header_fits_only_the_same_zone_and_pepper()
    {
        byte[] header = AnExport.Lines.WriteHeader();

        string? here = AnExport.Lines.CheckHeader(header);
        string? otherPepper = new AccountLines(A.Hasher(seed: 2), TestZone.Apex).CheckHeader(header);
        string? otherZone = new AccountLines(A.Hasher(), DomainName.Parse("auth.example.net")).CheckHeader(header);

        Assert.Null(here);
        Assert.Equal("it was made under another pepper, so that no key in it would work here", otherPepper);
        Assert.Equal(
            "it holds accounts of the zone auth.example.org., and this server's zone is auth.example.net.", otherZone);
    }

    [Theory]
    [InlineData("", "", "it does not begin like an export of accounts")]
    [InlineData("accounts 1", "accounts 2", "its format is another than")]
    [InlineData("\"zone\":", "\"zones\":", "it does not begin like an export of accounts")]
    [InlineData("auth.example.org", "a..b", "it does not begin like an export of accounts")]
    [InlineData("\"pepper_check\":\"", "\"pepper_check\":\"AAAA", "it was made under another pepper")]
    public void Header_of_something_else_is_refused(string part, string instead, string expected)
    {
        string right = Encoding.UTF8.GetString(AnExport.Lines.WriteHeader());
        string header = part.Length == 0 ? "" : right.Replace(part, instead, StringComparison.Ordinal);

        string? problem = AnExport.Lines.CheckHeader(Encoding.UTF8.GetBytes(header));

        Assert.NotEqual(right, header);
        Assert.StartsWith(expected, problem, StringComparison.Ordinal);
    }
}
