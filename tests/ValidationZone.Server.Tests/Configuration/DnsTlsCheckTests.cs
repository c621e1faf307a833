using Microsoft.Extensions.Configuration;
using ValidationZone.Server.Configuration;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

public sealed class DnsTlsCheckTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly PrivateAuthority _authority = new();
    private readonly string _certificate;
    private readonly string _key;

    public DnsTlsCheckTests() => (_certificate, _key) = _authority.Issue("ns1.example").WriteTo(_folder.Root);

    [Fact]
    public void Nothing_listens_by_default()
    {
        Assert.Empty(Check(out ServerSettings? settings));

        Assert.Null(settings!.Dns.Tls);
    }

    [Fact]
    public void Endpoint_with_certificate_and_key_is_accepted()
    {
        Assert.Empty(Check(
            out ServerSettings? settings,
            ("Dns:Tls:Listen:0", "127.0.0.1:853"), ("Dns:Tls:Certificate", _certificate), ("Dns:Tls:Key", _key)));

        Assert.Equal("127.0.0.1:853", Assert.Single(settings!.Dns.Tls!.Listen).ToString());
    }

    [Theory]
    [InlineData("Dns:Tls:Certificate", null)]
    [InlineData("Dns:Tls:Key", null)]
    [InlineData("Dns:Tls:Listen:0", null)]
    [InlineData("Dns:Tls:Certificate", "/does/not/exist.pem")]
    [InlineData("Dns:Tls:Key", "/does/not/exist.pem")]
    [InlineData("Dns:Tls:Key", "/")]
    [InlineData("Dns:Tls:Key", "key\0.pem")]
    [InlineData("Dns:Tls:Listen:0", "853")]
    [InlineData("Dns:Tls:Listen:0", "127.0.0.1:5353")]
    [InlineData("Dns:Tls:Listen:0", "127.0.0.1:8080")]
    [InlineData("Dns:Tls:Listen:1", "127.0.0.1:853")]
    [InlineData("Dns:Tls:Listen", "127.0.0.1:853")]
    [InlineData("Dns:Tls:Certificates", "x")]
    public void What_is_missing_or_wrong_is_one_problem_that_names_the_section(string key, string? value)
    {
        List<string> problems = Check(
            out _,
            ("Dns:Tls:Listen:0", "127.0.0.1:853"), ("Dns:Tls:Certificate", _certificate), ("Dns:Tls:Key", _key),
            (key, value));

        Assert.StartsWith("Dns:Tls", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Key_of_another_certificate_is_a_problem()
    {
        File.WriteAllText(_key, _authority.Issue("ns2.example").Pkcs8);

        List<string> problems = Check(
            out _,
            ("Dns:Tls:Listen:0", "127.0.0.1:853"), ("Dns:Tls:Certificate", _certificate), ("Dns:Tls:Key", _key));

        Assert.Contains("does not belong", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Both_files_are_named_when_neither_can_be_read()
    {
        List<string> problems = Check(
            out _,
            ("Dns:Tls:Listen:0", "127.0.0.1:853"), ("Dns:Tls:Certificate", "/no/a.pem"), ("Dns:Tls:Key", "/no/b.pem"));

        Assert.Contains("/no/a.pem", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Contains("/no/b.pem", problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_are_printed_because_they_are_no_secret()
    {
        var options = new ServerOptions();
        options.Dns.Tls.Certificate = "/etc/tls/fullchain.pem";
        options.Dns.Tls.Key = "/etc/tls/privkey.pem";

        string printed = PrintedConfiguration.Print(options);

        Assert.Contains("\"Certificate\": \"/etc/tls/fullchain.pem\"", printed, StringComparison.Ordinal);
        Assert.Contains("\"Key\": \"/etc/tls/privkey.pem\"", printed, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    private static List<string> Check(out ServerSettings? settings, params (string Key, string? Value)[] entries)
    {
        var tree = new Dictionary<string, string?>();
        foreach ((string key, string? value) in entries)
        {
            tree[key] = value;
            if (value is null)
                tree.Remove(key);
        }

        var problems = new List<string>();
        OptionsCheck.TryCheck(
            new ConfigurationBuilder().AddInMemoryCollection(tree).Build(), out settings, problems);
        return problems;
    }
}
