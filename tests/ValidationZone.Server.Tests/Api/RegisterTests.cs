using System.Text.Json;
using System.Text.RegularExpressions;

namespace ValidationZone.Server.Tests;

public sealed partial class RegisterTests(OpenServer open) : IClassFixture<OpenServer>
{
    private const string Uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private readonly RunningServer _server = open.Server;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("null\n")]
    [InlineData(" { } ")]
    [InlineData("""{"allowfrom":null}""")]
    [InlineData("""{"allowfrom":[]}""")]
    [InlineData("""{"AllowFrom":[]}""")]
    [InlineData("""{"ALLOWFROM":null}""")]
    [InlineData("""{"unknown":{"deep":[1,2,{"x":null}]},"other":1.5e3}""")]
    [InlineData("\uFEFF{}")]
    public async Task Register_without_restriction_gives_an_account_with_an_empty_list(string? body)
    {
        HttpReply reply = await _server.PostAsync("/register", body);

        Assert.Equal(201, reply.Status);
        Assert.EndsWith("""
            "allowfrom":[]}
            """, reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_is_one_compact_line_in_the_order_of_acme_dns()
    {
        HttpReply reply = await _server.PostAsync("/register");

        Assert.Matches(AccountLine(), reply.Body);
        Assert.Equal("application/json", reply.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Key_in_the_reply_is_not_for_caches()
    {
        HttpReply reply = await _server.PostAsync("/register");

        Assert.Equal("no-store", reply.Headers["Cache-Control"]);
    }

    [Fact]
    public async Task AllowFrom_is_echoed_with_host_bits_kept_and_brackets_stripped()
    {
        HttpReply reply = await _server.PostAsync(
            "/register", """{"allowfrom":["192.168.100.1/24","2002:c0a8:2a00::0/40","[::1]/64"]}""");

        Assert.Equal(201, reply.Status);
        using var json = JsonDocument.Parse(reply.Body);
        Assert.Equal(
            ["192.168.100.1/24", "2002:c0a8:2a00::0/40", "::1/64"],
            json.RootElement.GetProperty("allowfrom").EnumerateArray().Select(entry => entry.GetString()));
    }

    [Theory]
    [InlineData("1.2.3.4")]
    [InlineData("1.2.3.4/33")]
    [InlineData("1.2.3.4/-1")]
    [InlineData("::1/129")]
    [InlineData("invalid")]
    [InlineData("")]
    public async Task Entry_that_is_no_network_is_refused(string entry)
    {
        HttpReply reply = await _server.PostAsync("/register", $$"""{"allowfrom":["10.0.0.0/8","{{entry}}"]}""");

        Assert.Equal("""400 {"error": "invalid_allowfrom_cidr"}""", reply.ToString());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("1")]
    [InlineData("{} {}")]
    [InlineData("{}x")]
    [InlineData("""{"allowfrom":"10.0.0.0/8"}""")]
    [InlineData("""{"allowfrom":{}}""")]
    [InlineData("""{"allowfrom":7}""")]
    [InlineData("""{"allowfrom":[7]}""")]
    [InlineData("""{"allowfrom":[null]}""")]
    [InlineData("""{"allowfrom":[["10.0.0.0/8"]]}""")]
    [InlineData("""{"allowfrom":[],}""")]
    [InlineData("""{"allowfrom":[] /* comment */}""")]
    [InlineData("""{"allowfrom":[],"AllowFrom":[]}""")]
    [InlineData("""{"allowfrom":[],"allow\u0066rom":[]}""")]
    [InlineData("""{"a":[[[[[[[[[]]]]]]]]]}""")]
    [InlineData("allowfrom=10.0.0.0/8")]
    public async Task Body_that_is_not_the_object_asked_for_is_malformed(string body)
    {
        HttpReply reply = await _server.PostAsync("/register", body);

        Assert.Equal("""400 {"error": "malformed_json_payload"}""", reply.ToString());
    }

    [Fact]
    public async Task Registered_name_exists_in_DNS_at_once()
    {
        TestAccount account = await _server.RegisterAsync();

        DnsAnswer answer = await _server.AskAsync(account.Fulldomain);

        Assert.Equal(0, answer.Rcode);
        Assert.Empty(answer.Texts);
        Assert.Equal(1, answer.AuthorityCount);
    }

    [Fact]
    public async Task Names_and_keys_never_repeat()
    {
        TestAccount first = await _server.RegisterAsync();
        TestAccount second = await _server.RegisterAsync();

        Assert.NotEqual(first.Username, second.Username);
        Assert.NotEqual(first.Password, second.Password);
        Assert.NotEqual(first.Subdomain, second.Subdomain);
        Assert.NotEqual(first.Username, first.Subdomain);
    }

    [GeneratedRegex(
        "^\\{\"username\":\"" + Uuid + "\",\"password\":\"[A-Za-z0-9_-]{40}\",\"fulldomain\":\"(" + Uuid + ")"
        + "\\.auth\\.example\\.org\",\"subdomain\":\"\\1\",\"allowfrom\":\\[\\]\\}$")]
    private static partial Regex AccountLine();
}
