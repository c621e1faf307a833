using System.Text;

namespace ValidationZone.Server.Tests;

public sealed class UpdateTests(OpenServer open) : IClassFixture<OpenServer>
{
    private const string Forbidden = """401 {"error": "forbidden"}""";
    private const string BadTxt = """400 {"error": "bad_txt"}""";
    private const string Malformed = """400 {"error": "malformed_json_payload"}""";

    private readonly RunningServer _server = open.Server;

    [Fact]
    public async Task Update_replies_with_the_value_and_nothing_else()
    {
        TestAccount account = await _server.RegisterAsync();
        string digest = Digests.Next();

        HttpReply reply = await _server.UpdateAsync(account, digest);

        Assert.Equal($$"""200 {"txt": "{{digest}}"}""", reply.ToString());
        Assert.Equal("application/json", reply.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Update_is_served_before_its_reply()
    {
        TestAccount account = await _server.RegisterAsync();

        for (int i = 0; i < 50; i++)
        {
            string digest = Digests.Next();
            await _server.UpdateAsync(account, digest);
            Assert.Contains(digest, (await DnsAnswer.AskTcpAsync(_server.Tcp, account.Fulldomain)).Texts);
        }
    }

    [Theory]
    [InlineData("{0:D}")]
    [InlineData("{0:B}")]
    [InlineData("{0:N}")]
    [InlineData("urn:uuid:{0:D}")]
    public async Task User_is_a_UUID_in_any_usual_form(string form)
    {
        TestAccount account = await _server.RegisterAsync();
        string user = string.Format(
            System.Globalization.CultureInfo.InvariantCulture, form, Guid.Parse(account.Username));

        HttpReply lower = await Update(account, user, account.Password);
        HttpReply upper = await Update(account, user.ToUpperInvariant(), account.Password);

        Assert.Equal((200, 200), (lower.Status, upper.Status));
    }

    [Fact]
    public async Task Every_refusal_of_a_credential_is_the_same_to_the_last_octet()
    {
        TestAccount account = await _server.RegisterAsync();
        TestAccount elsewhere = await _server.RegisterAsync("""{"allowfrom":["192.0.2.0/24"]}""");
        TestAccount other = await _server.RegisterAsync();
        string wrongKey = new('a', 40);

        var replies = new List<string>
        {
            await Raw(account, "not-a-uuid", account.Password),
            await Raw(account, account.Username, "too-short"),
            await Raw(account, account.Username, account.Password + "x"),
            await Raw(account, account.Username, wrongKey),
            await Raw(account, Guid.Empty.ToString(), account.Password),
            await Raw(account, account.Username, ""),
            await Raw(account, "", account.Password),
            await Raw(account, other.Username, account.Password),
            await Raw(elsewhere, elsewhere.Username, elsewhere.Password),
            await Raw(other, account.Username, account.Password),
        };

        Assert.All(replies, reply => Assert.EndsWith("""{"error": "forbidden"}""", reply, StringComparison.Ordinal));
        Assert.Single(replies.Select(WithoutWhatIsNewEachTime).Distinct());
    }

    [Fact]
    public async Task Request_without_a_credential_is_refused()
    {
        TestAccount account = await _server.RegisterAsync();

        HttpReply reply = await _server.PostAsync("/update", account.UpdateBody(Digests.Next()));

        Assert.Equal(Forbidden, reply.ToString());
    }

    [Theory]
    [InlineData("""{"txt": "TXT"}""")]
    [InlineData("""{"subdomain": null, "txt": "TXT"}""")]
    [InlineData("""{"subdomain": 7, "txt": "TXT"}""")]
    [InlineData("""{"subdomain": ["OWN"], "txt": "TXT"}""")]
    [InlineData("""{"subdomain": "", "txt": "TXT"}""")]
    [InlineData("""{"subdomain": "OWN.auth.example.org", "txt": "TXT"}""")]
    [InlineData("""{"subdomain": " OWN", "txt": "TXT"}""")]
    [InlineData("""{"subdomain": "OWN\u0000", "txt": "TXT"}""")]
    [InlineData("{}")]
    public async Task Body_that_does_not_name_the_own_subdomain_is_refused(string body)
    {
        TestAccount account = await _server.RegisterAsync();

        HttpReply reply = await _server.PostAsync("/update", Fill(body, account), account.Headers);

        Assert.Equal(Forbidden, reply.ToString());
    }

    [Fact]
    public async Task Credential_changes_no_other_subdomain()
    {
        TestAccount mine = await _server.RegisterAsync();
        TestAccount victim = await _server.RegisterAsync();

        await _server.PostAsync("/update", victim.UpdateBody(Digests.Next()), mine.Headers);

        Assert.Empty((await _server.AskAsync(victim.Fulldomain)).Texts);
        Assert.Empty((await _server.AskAsync(mine.Fulldomain)).Texts);
    }

    [Theory]
    [InlineData("""{"subdomain": "OWN"}""")]
    [InlineData("""{"subdomain": "OWN", "txt": ""}""")]
    [InlineData("""{"subdomain": "OWN", "txt": 12345}""")]
    [InlineData("""{"subdomain": "OWN", "txt": null}""")]
    [InlineData("""{"subdomain": "OWN", "txt": ["TXT"]}""")]
    [InlineData("""{"subdomain": "OWN", "txt": {"a": "TXT"}}""")]
    [InlineData("""{"subdomain": "OWN", "txt": "TXTx"}""")]
    [InlineData("""{"subdomain": "OWN", "txt": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""")]
    [InlineData("""{"subdomain": "OWN", "txt": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa="}""")]
    [InlineData("""{"subdomain": "OWN", "txt": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\u00e9"}""")]
    [InlineData("""{"subdomain": "OWN", "txt": "google-site-verification=aaaaaaaaaaaaaaaaaa"}""")]
    public async Task Value_that_is_no_digest_is_refused(string body)
    {
        TestAccount account = await _server.RegisterAsync();

        HttpReply reply = await _server.PostAsync("/update", Fill(body, account), account.Headers);

        Assert.Equal(BadTxt, reply.ToString());
        Assert.Empty((await _server.AskAsync(account.Fulldomain)).Texts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"subdomain": "OWN", "txt": "TXT"} x""")]
    [InlineData("""{"subdomain": "OWN", "txt": "TXT"}{}""")]
    [InlineData("""{"subdomain": "OWN", "subdomain": "OWN", "txt": "TXT"}""")]
    [InlineData("""{"subdomain": "OWN", "SubDomain": "other", "txt": "TXT"}""")]
    [InlineData("""{"subdomain": "OWN", "txt": "TXT", "Txt": "TXT"}""")]
    [InlineData("""{"subdomain": "OWN", "txt": "TXT", "\u0074xt": "TXT"}""")]
    [InlineData("""{"subdomain": "OWN", "txt": "\ud800"}""")]
    [InlineData("subdomain=OWN&txt=TXT")]
    public async Task Unreadable_body_is_malformed(string body)
    {
        TestAccount account = await _server.RegisterAsync();

        HttpReply reply = await _server.PostAsync("/update", Fill(body, account), account.Headers);

        Assert.Equal(Malformed, reply.ToString());
    }

    [Fact]
    public async Task Body_is_judged_only_after_the_credential()
    {
        HttpReply reply = await _server.PostAsync(
            "/update", "{", ("X-Api-User", Guid.Empty.ToString()), ("X-Api-Key", "x"));

        Assert.Equal(Forbidden, reply.ToString());
    }

    [Fact]
    public async Task Body_of_a_stranger_is_not_even_waited_for()
    {
        string reply = await _server.ExchangeAsync(
            "POST /update HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 4000\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 401 ", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_fields_are_ignored()
    {
        TestAccount account = await _server.RegisterAsync();
        string body = """{"extra": [1, {"txt": "no"}], "subdomain": "OWN", "txt": "TXT", "ttl": 60}""";

        HttpReply reply = await _server.PostAsync("/update", Fill(body, account), account.Headers);

        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task Same_value_again_pushes_no_other_out()
    {
        TestAccount account = await _server.RegisterAsync();
        string first = Digests.Next();
        string second = Digests.Next();
        await _server.UpdateAsync(account, first);

        for (int i = 0; i < 20; i++)
            Assert.Equal(200, (await _server.UpdateAsync(account, second)).Status);

        Assert.Equal(new[] { first, second }.Order(), (await _server.AskAsync(account.Fulldomain)).Texts.Order());
    }

    [Fact]
    public async Task Two_values_within_a_second_are_both_served()
    {
        TestAccount account = await _server.RegisterAsync();
        string first = Digests.Next();
        string second = Digests.Next();

        await Task.WhenAll(_server.UpdateAsync(account, first), _server.UpdateAsync(account, second));

        Assert.Equal(new[] { first, second }.Order(), (await _server.AskAsync(account.Fulldomain)).Texts.Order());
    }

    [Fact]
    public async Task Basic_authentication_serves_as_well_as_the_headers()
    {
        TestAccount account = await _server.RegisterAsync();
        string pair = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{account.Username}:{account.Password}"));

        HttpReply reply = await _server.PostAsync(
            "/update", account.UpdateBody(Digests.Next()), ("Authorization", "Basic " + pair));

        Assert.Equal(200, reply.Status);
    }

    private Task<HttpReply> Update(TestAccount account, string user, string key) =>
        _server.PostAsync("/update", account.UpdateBody(Digests.Next()), ("X-Api-User", user), ("X-Api-Key", key));

    private Task<string> Raw(TestAccount account, string user, string key)
    {
        string body = account.UpdateBody(Digests.Next());
        return _server.ExchangeAsync(
            $"POST /update HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Api-User: {user}\r\nX-Api-Key: {key}\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}");
    }

    private static string WithoutWhatIsNewEachTime(string reply) =>
        string.Join("\r\n", reply.Split("\r\n").Where(line =>
            !line.StartsWith("Date:", StringComparison.Ordinal)
            && !line.StartsWith("X-Request-Id:", StringComparison.Ordinal)));

    private static string Fill(string body, TestAccount account) =>
        body.Replace("OWN", account.Subdomain, StringComparison.Ordinal)
            .Replace("\"TXT\"", $"\"{Digests.Next()}\"", StringComparison.Ordinal)
            .Replace("TXTx", Digests.Next() + "x", StringComparison.Ordinal);
}
