using System.Text;
using System.Text.Json;

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

    // As the encoders of lego, of acme.sh and of the module for Caddy write it, and the path that their joining makes of
    // an endpoint with a closing slash.
    [Theory]
    [InlineData("/present", "{\"fqdn\":\"NAME.\",\"value\":\"TXT\"}\n")]
    [InlineData("//present", "{\"fqdn\": \"NAME.\", \"value\": \"TXT\"}")]
    [InlineData("/base/path/present", "{\"fqdn\":\"NAME.\",\"value\":\"TXT\"}\n")]
    public async Task Each_family_of_clients_finds_in_the_reply_what_it_looks_for(string path, string form)
    {
        await using RunningServer server = await RunningServer.StartAsync(("Api:BasePath", "/base/path"));
        TestAccount account = await server.RegisterAsync();
        string digest = Digests.Next();
        string body = form.Replace("NAME", account.Fulldomain, StringComparison.Ordinal)
            .Replace("TXT", digest, StringComparison.Ordinal);

        HttpReply reply = await server.PostAsync(path, body, Basic(account));

        using var echo = JsonDocument.Parse(reply.Body);
        Assert.Equal(200, reply.Status);
        Assert.Equal(account.Fulldomain + ".", echo.RootElement.GetProperty("fqdn").GetString());
        Assert.Equal(digest, echo.RootElement.GetProperty("value").GetString());
        Assert.Contains($"\"{digest}\"", reply.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auth.example.org")]
    [InlineData("_acme-challenge.OWN.")]
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

    private static (string Name, string Value) Basic(TestAccount account)
    {
        byte[] pair = Encoding.ASCII.GetBytes($"{account.Username}:{account.Password}");
        return ("Authorization", "Basic " + Convert.ToBase64String(pair));
    }

    private Task<HttpReply> PostAsync(TestAccount account, string path, string body) =>
        _server.PostAsync(path, body, Basic(account), ("Content-Type", "application/json"));
}
