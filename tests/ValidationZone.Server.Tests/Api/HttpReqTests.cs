using System.Text;

namespace ValidationZone.Server.Tests;

/// <summary>lego's httpreq provider, and the acmeproxy clients that speak the same.</summary>
public sealed class HttpReqTests(OpenServer open) : IClassFixture<OpenServer>
{
    private readonly RunningServer _server = open.Server;

    [Fact]
    public async Task Present_publishes_and_echoes_both_fields()
    {
        TestAccount account = await _server.RegisterAsync();
        string digest = Digests.Next();

        HttpReply reply = await PostAsync(
            account, "/present", $$"""{"fqdn":"{{account.Fulldomain}}.","value":"{{digest}}"}""");

        Assert.Equal($$"""200 {"fqdn": "{{account.Fulldomain}}.", "value": "{{digest}}"}""", reply.ToString());
        Assert.Equal([digest], (await _server.AskAsync(account.Fulldomain)).Texts);
    }

    [Fact]
    public async Task Cleanup_removes_only_that_value()
    {
        TestAccount account = await _server.RegisterAsync();
        string kept = Digests.Next();
        string removed = Digests.Next();
        await _server.UpdateAsync(account, kept);
        await _server.UpdateAsync(account, removed);

        HttpReply reply = await PostAsync(
            account, "/cleanup", $$"""{"fqdn":"{{account.Fulldomain}}","value":"{{removed}}"}""");

        Assert.Equal(200, reply.Status);
        Assert.Equal([kept], (await _server.AskAsync(account.Fulldomain)).Texts);
    }

    [Fact]
    public async Task Cleanup_of_a_value_that_is_not_there_is_done_too()
    {
        TestAccount account = await _server.RegisterAsync();

        HttpReply reply = await PostAsync(
            account, "/cleanup", $$"""{"fqdn":"{{account.Fulldomain}}","value":"{{Digests.Next()}}"}""");

        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task Fqdn_matches_in_any_letter_case_and_is_echoed_as_it_was_sent()
    {
        TestAccount account = await _server.RegisterAsync();
        string loud = account.Fulldomain.ToUpperInvariant();
        string digest = Digests.Next();

        HttpReply reply = await PostAsync(account, "/present", $$"""{ "Value" : "{{digest}}", "FQDN" : "{{loud}}" }""");

        Assert.Equal($$"""200 {"fqdn": "{{loud}}", "value": "{{digest}}"}""", reply.ToString());
    }

    [Fact]
    public async Task Raw_mode_publishes_the_digest_of_the_key_authorization()
    {
        TestAccount account = await _server.RegisterAsync();

        HttpReply reply = await PostAsync(
            account, "/present", """{"domain":"www.example.com","token":"abc","keyAuth":"abc.thumbprint"}""");

        Assert.Equal(
            """200 {"domain": "www.example.com", "token": "abc", "keyAuth": "abc.thumbprint"}""", reply.ToString());
        Assert.Equal([Digests.Of("abc.thumbprint")], (await _server.AskAsync(account.Fulldomain)).Texts);
    }

    [Fact]
    public async Task Raw_mode_cleans_up_what_it_published()
    {
        TestAccount account = await _server.RegisterAsync();
        const string Body = """{"domain":"www.example.com","token":"abc","keyAuth":"abc.thumbprint"}""";
        await PostAsync(account, "/present", Body);

        HttpReply reply = await PostAsync(account, "/cleanup", Body);

        Assert.Equal(200, reply.Status);
        Assert.Empty((await _server.AskAsync(account.Fulldomain)).Texts);
    }

    [Theory]
    [InlineData("auth.example.org")]
    [InlineData("_acme-challenge.www.example.com.")]
    [InlineData("x.OWN")]
    [InlineData("OWN..")]
    [InlineData("OWNx")]
    [InlineData("")]
    public async Task Name_that_is_not_the_credentials_own_is_refused(string fqdn)
    {
        TestAccount account = await _server.RegisterAsync();
        string name = fqdn.Replace("OWN", account.Fulldomain, StringComparison.Ordinal);

        HttpReply reply = await PostAsync(
            account, "/present", $$"""{"fqdn":"{{name}}","value":"{{Digests.Next()}}"}""");

        Assert.Equal("""401 {"error": "forbidden"}""", reply.ToString());
    }

    [Theory]
    [InlineData("short")]
    [InlineData("")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=")]
    public async Task Value_that_is_no_digest_is_refused(string value)
    {
        TestAccount account = await _server.RegisterAsync();

        HttpReply reply = await PostAsync(
            account, "/present", $$"""{"fqdn":"{{account.Fulldomain}}","value":"{{value}}"}""");

        Assert.Equal("""400 {"error": "bad_txt"}""", reply.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"domain":"www.example.com"}""")]
    [InlineData("""{"domain":"www.example.com","token":"abc","keyAuth":7}""")]
    [InlineData("""{"fqdn":"a","fqdn":"b","value":"c"}""")]
    public async Task Body_of_neither_mode_is_malformed(string body)
    {
        TestAccount account = await _server.RegisterAsync();

        HttpReply reply = await PostAsync(account, "/present", body);

        Assert.Equal("""400 {"error": "malformed_json_payload"}""", reply.ToString());
    }

    [Theory]
    [InlineData("/present")]
    [InlineData("/cleanup")]
    public async Task Without_a_credential_nothing_is_done(string path)
    {
        HttpReply reply = await _server.PostAsync(path, """{"fqdn":"a.","value":"b"}""");

        Assert.Equal("""401 {"error": "forbidden"}""", reply.ToString());
    }

    private Task<HttpReply> PostAsync(TestAccount account, string path, string body)
    {
        string pair = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{account.Username}:{account.Password}"));
        return _server.PostAsync(path, body, ("Authorization", "Basic " + pair), ("Content-Type", "application/json"));
    }
}
