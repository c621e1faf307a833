using System.Buffers.Text;
using System.Text;

namespace ValidationZone.Server.Tests;

/// <summary>The exact requests of clients in the field.</summary>
public sealed class ClientTrapsTests(OpenServer open) : IClassFixture<OpenServer>
{
    private readonly RunningServer _server = open.Server;

    [Fact]
    public async Task Goacmedns_names_its_fields_in_its_own_letter_case()
    {
        HttpReply registered = await _server.PostAsync(
            "/register",
            """{"AllowFrom":["127.0.0.0/8"]}""",
            ("Content-Type", "application/json"),
            ("User-Agent", "cpu-goacmedns"));
        TestAccount account = TestAccount.Read(registered.Body);
        string digest = Digests.Next();

        HttpReply updated = await _server.PostAsync(
            "/update",
            $$"""{"SubDomain":"{{account.Subdomain}}","Txt":"{{digest}}"}""",
            [.. account.Headers, ("Content-Type", "application/json"), ("User-Agent", "cpu-goacmedns")]);

        Assert.Equal(201, registered.Status);
        Assert.Equal($$"""200 {"txt": "{{digest}}"}""", updated.ToString());
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("multipart/form-data")]
    [InlineData("nonsense")]
    public async Task Content_type_is_never_looked_at(string type)
    {
        HttpReply registered = await _server.PostAsync("/register", "{}", ("Content-Type", type));
        TestAccount account = TestAccount.Read(registered.Body);

        HttpReply updated = await _server.PostAsync(
            "/update", account.UpdateBody(Digests.Next()), [.. account.Headers, ("Content-Type", type)]);

        Assert.Equal((201, 200), (registered.Status, updated.Status));
    }

    [Fact]
    public async Task Acme_sh_finds_the_value_in_quotes_and_reads_the_account_with_sed()
    {
        HttpReply registered = await _server.PostAsync(
            "/register", "", ("Content-Type", "application/x-www-form-urlencoded"));
        TestAccount account = TestAccount.Read(registered.Body);
        string digest = Digests.Next();

        HttpReply updated = await _server.PostAsync(
            "/update",
            $$"""{"subdomain":"{{account.Subdomain}}", "txt": "{{digest}}"}""",
            [.. account.Headers, ("Content-Type", "application/x-www-form-urlencoded")]);

        Assert.Contains($"\"{digest}\"", updated.Body, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', registered.Body);
        Assert.StartsWith("{", registered.Body, StringComparison.Ordinal);
        Assert.Equal(1, registered.Body.Split("\"subdomain\"").Length - 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic Og==")]
    [InlineData("Basic !!!")]
    [InlineData("Bearer x")]
    [InlineData("Negotiate abc")]
    public async Task Win_acme_may_send_an_empty_or_foreign_Authorization(string authorization)
    {
        HttpReply registered = await _server.ExchangeRegisterAsync(authorization);
        TestAccount account = TestAccount.Read(registered.Body);

        HttpReply updated = await _server.PostAsync(
            "/update", account.UpdateBody(Digests.Next()), [.. account.Headers, ("Authorization", authorization)]);

        Assert.Equal((201, 200), (registered.Status, updated.Status));
    }

    [Fact]
    public async Task Certify_sends_Basic_in_base64url_without_padding()
    {
        TestAccount account = await _server.RegisterAsync();
        string pair = Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{account.Username}:{account.Password}"));

        HttpReply reply = await _server.PostAsync(
            "/update",
            account.UpdateBody(Digests.Next()),
            ("Authorization", "Basic " + pair),
            ("Content-Type", "text/plain"));

        Assert.DoesNotContain('=', pair);
        Assert.Equal(200, reply.Status);
    }

    [Theory]
    [InlineData("//update")]
    [InlineData("/update/")]
    [InlineData("/UPDATE")]
    [InlineData("///Update//")]
    public async Task Path_is_forgiving_as_Nginx_Proxy_Manager_needs(string path)
    {
        TestAccount account = await _server.RegisterAsync();

        HttpReply reply = await _server.PostAsync(path, account.UpdateBody(Digests.Next()), account.Headers);

        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task Replies_have_neither_mark_nor_line_break()
    {
        TestAccount account = await _server.RegisterAsync();

        HttpReply[] replies =
        [
            await _server.PostAsync("/register"),
            await _server.UpdateAsync(account, Digests.Next()),
            await _server.PostAsync("/update"),
            await _server.PostAsync("/nowhere"),
        ];

        Assert.All(replies, reply => Assert.Matches(@"^\{[^\r\n\uFEFF]*\}$", reply.Body));
    }

    [Fact]
    public async Task Fulldomain_is_text_that_a_CNAME_target_can_be_compared_with()
    {
        TestAccount account = await _server.RegisterAsync();

        Assert.Equal($"{account.Subdomain}.auth.example.org", account.Fulldomain);
    }

    [Fact]
    public async Task Byte_order_mark_before_an_update_does_no_harm()
    {
        TestAccount account = await _server.RegisterAsync();

        HttpReply reply = await _server.PostAsync(
            "/update", "\uFEFF" + account.UpdateBody(Digests.Next()), account.Headers);

        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task Escaped_text_means_what_it_says()
    {
        TestAccount account = await _server.RegisterAsync();
        string digest = "A" + Digests.Next()[1..];

        HttpReply reply = await _server.PostAsync(
            "/update",
            $$"""{"\u0073ubdomain": "{{account.Subdomain}}", "txt": "\u0041{{digest[1..]}}"}""",
            account.Headers);

        Assert.Equal($$"""200 {"txt": "{{digest}}"}""", reply.ToString());
    }
}
