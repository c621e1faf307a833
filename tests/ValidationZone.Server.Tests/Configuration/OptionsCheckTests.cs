using Microsoft.Extensions.Configuration;
using ValidationZone.Accounts;
using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Tests;

public sealed class OptionsCheckTests
{
    [Fact]
    public void Defaults_are_those_that_the_documents_promise()
    {
        ServerSettings settings = Accept();

        Assert.Equal("auth.example.org.", settings.Zone.Apex.ToString());
        Assert.Equal((1u, 5u), (settings.Zone.TtlSeconds, settings.Zone.NegativeTtlSeconds));
        Assert.Equal("127.0.0.1:5353", Assert.Single(settings.Dns.Listen).ToString());
        Assert.Equal("127.0.0.1:8080", Assert.Single(settings.Api.Listen).ToString());
        Assert.Equal("data/validationzone.db", settings.DatabasePath);
        Assert.Equal(RegistrationMode.Open, settings.Registration);
        Assert.Null(settings.ExpireUnusedAfter);
        Assert.Equal(ValueLimits.Default, settings.Values);
        Assert.Equal(new ApiLimitSettings(60, 500, 60, 600), settings.Limits);
        Assert.Equal(AccountCaps.Default, settings.Caps);
        Assert.Empty(settings.Api.TrustedProxies);
        Assert.Empty(settings.Api.CorsOrigins);
    }

    [Theory]
    [InlineData("http://127.0.0.1:80", "http://[::1]:80", "Open")]
    [InlineData("http://127.0.0.1:80", "http://0.0.0.0:81", "Closed")]
    [InlineData("http://192.0.2.1:80", "http://127.0.0.1:81", "Closed")]
    public void Registration_is_open_only_where_loopback_alone_can_reach_it(string first, string second, string mode)
    {
        ServerSettings settings = Accept(("Api:Listen:0", first), ("Api:Listen:1", second));

        Assert.Equal(mode, settings.Registration.ToString());
    }

    [Theory]
    [InlineData("Zone:Name", "")]
    [InlineData("Zone:Name", "a..b")]
    [InlineData("Zone:Name", ".")]
    [InlineData("Zone:Name", "a b")]
    [InlineData("Zone:Name", "LONG")]
    [InlineData("Zone:File", "/does/not/exist.zone")]
    [InlineData("Zone:Ttl", "8d")]
    [InlineData("Zone:NegativeTtl", "soon")]
    [InlineData("Dns:Listen:0", "localhost")]
    [InlineData("Dns:UdpEngine", "fast")]
    [InlineData("Dns:UdpEngine", "1")]
    [InlineData("Dns:UdpEngine", "")]
    [InlineData("Dns:Nsid", "")]
    [InlineData("Dns:Workers", "-1")]
    [InlineData("Dns:Workers", "257")]
    [InlineData("Dns:Workers", "many")]
    [InlineData("Dns:RateLimit:Enabled", "maybe")]
    [InlineData("Dns:RateLimit:RepliesPerSecond", "0")]
    [InlineData("Dns:RateLimit:Burst", "499")]
    [InlineData("Dns:RateLimit:Slip", "0")]
    [InlineData("Dns:Cookies:Secret", "00")]
    [InlineData("Dns:Cookies:Secret", "e5e973e5a6b2a43f48e7dc849e37bfcg")]
    [InlineData("Dns:Cookies:StagingSecret", "e5e973e5a6b2a43f48e7dc849e37bfcf")]
    [InlineData("Limits:UpdatesPerCredentialPerMinute", "-1")]
    [InlineData("Limits:FailedAuthPerPrefixPerMinute", "1000001")]
    [InlineData("Limits:RegistrationsPerPrefixPerHour", "many")]
    [InlineData("Limits:RegistrationsPerPrefixPerDay", "")]
    [InlineData("Limits:Names", "2e6")]
    [InlineData("Limits:CredentialsPerName", "0")]
    [InlineData("Limits:CredentialsPerName", "65")]
    [InlineData("Limits:UpdatesPerMinute", "5")]
    [InlineData("Api:Listen:0", "https://127.0.0.1:8443")]
    [InlineData("Api:OperatorListen:0", "https://127.0.0.1:8443")]
    [InlineData("Api:OperatorListen:0", "http://127.0.0.1:8080")]
    [InlineData("Api:OperatorListen:0", "http://127.0.0.1:5353")]
    [InlineData("Api:Listen:0", "http://127.0.0.1:5353")]
    [InlineData("Api:BasePath", "acme")]
    [InlineData("Api:BasePath", "/a/../b")]
    [InlineData("Api:TrustedProxies:0", "10.0.0.1/8")]
    [InlineData("Api:TrustedProxies:0", "everyone")]
    [InlineData("Api:TrustedProxies:0", "10")]
    [InlineData("Api:TrustedProxies:0", "010.0.0.0/8")]
    [InlineData("Api:TrustedProxies:0", "::ffff:10.0.0.1")]
    [InlineData("Api:TrustedProxies:0", "::ffff:10.0.0.0/104")]
    [InlineData("Api:TrustedProxies:0", "fe80::1%1")]
    [InlineData("Api:TrustedProxies", "10.0.0.0/8")]
    [InlineData("Api:ForwardedHeader", "Forwarded")]
    [InlineData("Api:ForwardedHeader", "X Y")]
    [InlineData("Api:CorsOrigins:0", "https://a.example/")]
    [InlineData("Api:Resolvers:0", "127.0.0.1")]
    [InlineData("Api:Resolvers:0", "127.0.0.1:0")]
    [InlineData("Api:Resolvers:0", "0.0.0.0:53")]
    [InlineData("Registration:Mode", "maybe")]
    [InlineData("Registration:Mode", "1")]
    [InlineData("Registration:ExpireUnusedAfter", "23h")]
    [InlineData("Registration:ExpireUnusedAfter", "-1d")]
    [InlineData("Registration:ExpireUnusedAfter", "never")]
    [InlineData("Database", "sqlite:")]
    [InlineData("Database", "mysql:x")]
    [InlineData("Database", "postgres:Host=x")]
    [InlineData("Values:Lifetime", "0s")]
    [InlineData("Values:PerCredential", "0")]
    [InlineData("Values:PerName", "17")]
    [InlineData("Logging:LogLevel:Default", "loud")]
    [InlineData("Logging:LogLevel:Microsoft", "Debug")]
    [InlineData("Zone:Tll", "1s")]
    [InlineData("Zones:Name", "x")]
    [InlineData("Dns:Listen:first", "127.0.0.1:53")]
    public void Setting_that_cannot_be_used_is_a_problem_that_names_it(string key, string value)
    {
        string text = value == "LONG" ? string.Join('.', Enumerable.Repeat(new string('a', 60), 4)) : value;

        List<string> problems = Refuse((key, text));

        string section = key.Split(':')[0];
        Assert.Contains(section, Assert.Single(problems), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_problem_is_listed_at_once()
    {
        List<string> problems = Refuse(
            ("Zone:Name", "a..b"), ("Dns:Listen:0", "x"), ("Api:Listen:0", "y"), ("Foo", "1"), ("Database", "z"));

        Assert.Equal(5, problems.Count);
    }

    [Fact]
    public void Password_of_a_refused_database_is_not_repeated()
    {
        List<string> problems = Refuse(("Database", "postgres:Host=x;Password=hunter2"));

        Assert.DoesNotContain("hunter2", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Cookie_secret_of_a_wrong_form_is_not_repeated()
    {
        List<string> problems = Refuse(("Dns:Cookies:Secret", "e5e973e5a6b2a43f48e7dc849e37bf"));

        Assert.DoesNotContain("e5e973e5", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Listing_an_endpoint_twice_is_a_problem()
    {
        List<string> problems = Refuse(("Dns:Listen:0", "127.0.0.1:53"), ("Dns:Listen:1", "127.0.0.1:53"));

        Assert.Contains("twice", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_of_the_zone_file_are_listed_with_their_place()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("bad.zone"), "@ IN SOA broken\n");

        List<string> problems = Refuse(("Zone:File", folder.File("bad.zone")), ("Registration:Mode", "x"));

        Assert.Contains(problems, problem => problem.Contains("bad.zone:1:", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("Registration:Mode", StringComparison.Ordinal));
    }

    [Fact]
    public void Single_address_is_a_proxy_of_its_own()
    {
        ServerSettings settings = Accept(
            ("Api:TrustedProxies:0", "127.0.0.1"), ("Api:TrustedProxies:1", "2001:db8::1"));

        Assert.Equal(
            ["127.0.0.1/32", "2001:db8::1/128"], settings.Api.TrustedProxies.Select(network => network.ToString()));
    }

    [Theory]
    [InlineData("2001:db8:0:0::/32")]
    [InlineData("2001:0db8::/32")]
    [InlineData("2001:DB8::/32")]
    public void Network_of_proxies_may_be_spelt_in_any_way_that_IPv6_allows(string text)
    {
        ServerSettings settings = Accept(("Api:TrustedProxies:0", text));

        Assert.Equal("2001:db8::/32", Assert.Single(settings.Api.TrustedProxies).ToString());
    }

    private static ServerSettings Accept(params (string Key, string? Value)[] settings)
    {
        var problems = new List<string>();
        Assert.True(
            OptionsCheck.TryCheck(Build(settings), out ServerSettings? read, problems), string.Join('\n', problems));
        return read;
    }

    private static List<string> Refuse(params (string Key, string? Value)[] settings)
    {
        var problems = new List<string>();
        Assert.False(OptionsCheck.TryCheck(Build(settings), out _, problems));
        return problems;
    }

    private static IConfigurationRoot Build((string Key, string? Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
            .Build();
}
