using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ValidationZone.Server.Tests.Api.V1;

/// <summary>Refusals that are not about one route: their form, bodies, methods, paths, and a store that is down.</summary>
public sealed class ProblemTests(V1Server v1) : IClassFixture<V1Server>
{
    private static readonly string[] Fields = ["type", "title", "status", "detail", "code", "error", "request_id"];

    [Fact]
    public async Task Refusal_is_a_problem_with_its_code_in_all_places()
    {
        HttpReply reply = await v1.AsAdminAsync("GET", "/v1/subdomains/none");
        JsonElement problem = V1Server.Parse(reply);

        Assert.Equal("application/problem+json", reply.Headers["Content-Type"]);
        Assert.Equal("no-store", reply.Headers["Cache-Control"]);
        Assert.Equal(Fields, problem.EnumerateObject().Select(field => field.Name));
        Assert.Equal("urn:validationzone:problem:not_found", problem.GetProperty("type").GetString());
        Assert.Equal(404, problem.GetProperty("status").GetInt32());
        Assert.Equal("not_found", problem.GetProperty("error").GetString());
        Assert.Equal(reply.Headers["X-Request-Id"], problem.GetProperty("request_id").GetString());
    }

    [Theory]
    [InlineData("", "malformed_json_payload")]
    [InlineData("null", "malformed_json_payload")]
    [InlineData("[]", "malformed_json_payload")]
    [InlineData("\"note\"", "malformed_json_payload")]
    [InlineData("{", "malformed_json_payload")]
    [InlineData("{} {}", "malformed_json_payload")]
    [InlineData("""{"note":"a","note":"b"}""", "malformed_json_payload")]
    [InlineData("""{"note":"a","\u006eote":"b"}""", "malformed_json_payload")]
    [InlineData("""{"Note":"a"}""", "malformed_json_payload")]
    [InlineData("""{"n\u043Ete":"a"}""", "malformed_json_payload")]
    [InlineData("""{"subdomain":"other"}""", "malformed_json_payload")]
    [InlineData("""{"note":["a"]}""", "malformed_json_payload")]
    [InlineData("""{"note":{"a":1}}""", "malformed_json_payload")]
    [InlineData("""{"note":1}""", "malformed_json_payload")]
    [InlineData("""{"note":"\ud800"}""", "malformed_json_payload")]
    [InlineData("""{"enabled":null}""", "malformed_json_payload")]
    [InlineData("""{"enabled":"true"}""", "malformed_json_payload")]
    [InlineData("""{"enabled":1}""", "malformed_json_payload")]
    [InlineData("""{"note":[[[[[[[[[[1]]]]]]]]]]}""", "malformed_json_payload")]
    [InlineData("""{"note":"a",}""", "malformed_json_payload")]
    [InlineData("""{"note":"a"/**/}""", "malformed_json_payload")]
    public async Task Body_that_has_more_than_one_reading_or_none_changes_nothing(string body, string code)
    {
        TestAccount account = await v1.RegisterAsync();
        string path = $"/v1/subdomains/{account.Subdomain}";
        await v1.AsAdminAsync("PATCH", path, """{"note":"kept"}""");

        HttpReply refused = await v1.AsAdminAsync("PATCH", path, body);
        JsonElement shown = V1Server.Parse(await v1.AsAdminAsync("GET", path));

        Assert.Equal("400 " + code, V1Server.CodeOf(refused));
        Assert.Equal("kept", shown.GetProperty("note").GetString());
        Assert.True(shown.GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task Note_has_256_characters_at_most()
    {
        string path = $"/v1/subdomains/{(await v1.RegisterAsync()).Subdomain}";

        HttpReply longest = await v1.AsAdminAsync("PATCH", path, $$"""{"note":"{{new string('n', 256)}}"}""");
        HttpReply longer = await v1.AsAdminAsync("PATCH", path, $$"""{"note":"{{new string('n', 257)}}"}""");

        Assert.Equal(200, longest.Status);
        Assert.Equal("400 bad_note", V1Server.CodeOf(longer));
    }

    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("APPLICATION/JSON", 200)]
    [InlineData(null, 200)]
    [InlineData("text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("application/jsonp", 415)]
    public async Task Body_that_is_said_to_be_something_else_is_415(string? type, int status)
    {
        string path = $"/v1/subdomains/{(await v1.RegisterAsync()).Subdomain}";
        (string, string)[] headers = type is null
            ? v1.Bearer("admin")
            : [.. v1.Bearer("admin"), ("Content-Type", type)];

        HttpReply reply = await v1.Server.SendAsync(HttpMethod.Patch, path, """{"note":"a"}""", headers);

        Assert.Equal(status, reply.Status);
        Assert.Equal(status == 415, reply.Body.Contains("unsupported_media_type", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Body_that_is_too_long_is_413()
    {
        HttpReply reply = await v1.AsAdminAsync(
            "POST", "/v1/subdomains", $$"""{"note":"{{new string('n', 5000)}}"}""");

        Assert.Equal("413 payload_too_large", V1Server.CodeOf(reply));
    }

    [Theory]
    [InlineData("DELETE", "/v1/subdomains", "GET, HEAD, POST")]
    [InlineData("POST", "/v1/nodes", "GET, HEAD")]
    [InlineData("GET", "/v1/check", "POST")]
    [InlineData("HEAD", "/v1/check", "POST")]
    [InlineData("OPTIONS", "/v1/nodes", "GET, HEAD")]
    public async Task Method_that_a_route_does_not_take_is_405_with_those_it_takes(
        string method, string path, string allow)
    {
        HttpReply reply = await v1.AsAdminAsync(method, path);

        Assert.Equal(405, reply.Status);
        Assert.Equal(allow, string.Join(", ", reply.Headers["Allow"].Split(", ").Order()));
    }

    [Theory]
    [InlineData("/v1")]
    [InlineData("/v1/")]
    [InlineData("/v1/none")]
    [InlineData("/v1/subdomains/a/b")]
    [InlineData("/v1/subdomains/a/values/b/c")]
    public async Task Path_that_leads_nowhere_is_404_for_everyone(string path)
    {
        HttpReply known = await v1.AsAdminAsync("GET", path);
        HttpReply unknown = await v1.SendAsync("GET", path, []);

        Assert.Equal("404 not_found", V1Server.CodeOf(known));
        Assert.Equal(V1Server.WithoutId(known), V1Server.WithoutId(unknown));
    }

    [Theory]
    [InlineData("//v1//nodes/", 200)]
    [InlineData("/V1/nodes", 404)]
    public async Task Slashes_are_forgiven_and_the_version_is_not(string path, int status)
    {
        HttpReply reply = await v1.AsAdminAsync("GET", path);

        Assert.Equal(status, reply.Status);
    }

    [Fact]
    public async Task Head_is_get_without_its_body()
    {
        HttpReply head = await v1.AsAdminAsync("HEAD", "/v1/nodes");

        Assert.Equal((200, ""), (head.Status, head.Body));
    }

    [Fact]
    public async Task Base_path_may_be_in_front_and_is_in_front_of_what_was_created()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await RunningServer.StartInAsync(folder, ("Api:BasePath", "/Acme"));
        (_, string secret) = await Tokens.CreateAsync(folder, Accounts.TokenRole.Admin);
        (string, string) token = ("Authorization", "Bearer " + secret);

        HttpReply inFront = await server.PostAsync("//ACME/v1/subdomains", null, token);
        HttpReply stripped = await server.PostAsync("/v1/subdomains", null, token);
        HttpReply document = await server.SendAsync(HttpMethod.Get, "/acme/openapi/v1.json");

        Assert.StartsWith("/Acme/v1/subdomains/", inFront.Headers["Location"], StringComparison.Ordinal);
        Assert.StartsWith("/v1/subdomains/", stripped.Headers["Location"], StringComparison.Ordinal);
        Assert.Equal(200, document.Status);
    }

    [Fact]
    public async Task Listed_origin_may_ask_first_and_read_refusals()
    {
        const string Console = "https://console.example.org";
        await using RunningServer server = await RunningServer.StartAsync(("Api:CorsOrigins:0", Console));

        HttpReply asked = await server.SendAsync(
            HttpMethod.Options, "/v1/subdomains", null, ("Origin", Console), ("Access-Control-Request-Method", "POST"));
        HttpReply refused = await server.SendAsync(HttpMethod.Get, "/v1/subdomains", null, ("Origin", Console));

        Assert.Equal((204, "GET, HEAD, POST"), (asked.Status, asked.Headers["Access-Control-Allow-Methods"]));
        Assert.Contains("Idempotency-Key", asked.Headers["Access-Control-Allow-Headers"], StringComparison.Ordinal);
        Assert.Equal((401, Console), (refused.Status, refused.Headers["Access-Control-Allow-Origin"]));
    }

    [Fact]
    public async Task Log_names_the_route_and_never_the_path()
    {
        TestAccount account = await v1.RegisterAsync();

        await v1.AsAdminAsync("GET", $"/v1/subdomains/{account.Subdomain}");

        await v1.Server.Log.WaitForAsync("GET /v1/subdomains/{name} 200");
        Assert.DoesNotContain(
            v1.Server.Log.Lines, line => line.Contains($"/{account.Subdomain}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Parameter_that_a_route_does_not_have_keeps_it_from_doing_anything()
    {
        TestAccount account = await v1.RegisterAsync();
        string path = $"/v1/subdomains/{account.Subdomain}";

        HttpReply refused = await v1.AsAdminAsync("DELETE", path + "?dry_run=true");
        HttpReply shown = await v1.AsAdminAsync("GET", path);

        Assert.Equal("400 bad_query", V1Server.CodeOf(refused));
        Assert.Equal(200, shown.Status);
    }

    [Fact]
    public async Task Store_that_is_down_is_503_on_every_route_that_needs_it()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await RunningServer.StartInAsync(folder);
        TestAccount account = await server.RegisterAsync();
        (_, string secret) = await Tokens.CreateAsync(folder, Accounts.TokenRole.Admin);
        string subdomain = $"/v1/subdomains/{account.Subdomain}";
        (HttpMethod Method, string Path)[] requests =
        [
            (HttpMethod.Post, "/v1/subdomains"),
            (HttpMethod.Patch, subdomain),
            (HttpMethod.Delete, subdomain),
            (HttpMethod.Post, subdomain + "/credentials"),
            (HttpMethod.Patch, $"{subdomain}/credentials/{account.Username}"),
            (HttpMethod.Post, $"{subdomain}/credentials/{account.Username}/rotate"),
            (HttpMethod.Delete, $"{subdomain}/credentials/{account.Username}"),
        ];

        await using SqliteConnection broken = await BrokenStore.BreakAsync(folder);
        HttpReply[] replies = await Task.WhenAll(requests.Select(request => server.SendAsync(
            request.Method, request.Path, "{}", [("Authorization", "Bearer " + secret), .. V1Server.Json])));
        HttpReply[] values = await Task.WhenAll(new[] { HttpMethod.Put, HttpMethod.Delete }.Select(method =>
            server.SendAsync(method, $"{subdomain}/values/{Digests.Next()}", null, account.Headers)));

        Assert.All([.. replies, .. values], reply =>
        {
            Assert.Equal("503 storage_unavailable", V1Server.CodeOf(reply));
            Assert.Equal("5", reply.Headers["Retry-After"]);
        });
    }

    [Fact]
    public async Task Store_that_cannot_be_read_is_503_too()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await RunningServer.StartInAsync(folder);
        TestAccount account = await server.RegisterAsync();
        string subdomain = $"/v1/subdomains/{account.Subdomain}";
        (_, string secret) = await Tokens.CreateAsync(folder, Accounts.TokenRole.Admin);
        (string, string)[] admin = [("Authorization", "Bearer " + secret)];

        await BrokenStore.ExecuteAsync(folder, "ALTER TABLE subdomain RENAME TO elsewhere");

        HttpReply[] replies =
        [
            await server.SendAsync(HttpMethod.Get, "/v1/subdomains", null, admin),
            await server.SendAsync(HttpMethod.Get, subdomain, null, admin),
            await server.SendAsync(HttpMethod.Get, subdomain + "/values", null, account.Headers),
            await server.SendAsync(HttpMethod.Get, "/v1/subdomains/asleep/timeline", null, admin),
        ];

        Assert.All(replies, reply => Assert.Equal("503 storage_unavailable", V1Server.CodeOf(reply)));
        Assert.All(replies, reply => Assert.DoesNotContain("elsewhere", reply.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tokens_that_cannot_be_read_are_503_on_every_route_that_takes_them()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await RunningServer.StartInAsync(folder);
        (_, string secret) = await Tokens.CreateAsync(folder, Accounts.TokenRole.Admin);
        (string, string)[] admin = [("Authorization", "Bearer " + secret)];

        await BrokenStore.ExecuteAsync(folder, "ALTER TABLE operator_token RENAME TO elsewhere");
        HttpReply[] replies =
        [
            await server.SendAsync(HttpMethod.Get, "/v1/nodes", null, admin),
            await server.SendAsync(HttpMethod.Get, "/v1/audit", null, admin),
            await server.SendAsync(HttpMethod.Get, "/v1/subdomains/name/timeline", null, admin),
            await server.SendAsync(HttpMethod.Post, "/v1/check", """{"domain":"www.example.com"}""", [.. admin, .. V1Server.Json]),
            await server.SendAsync(HttpMethod.Post, "/v1/subdomains", "{}", [.. admin, .. V1Server.Json]),
        ];

        Assert.All(replies, reply => Assert.Equal("503 storage_unavailable", V1Server.CodeOf(reply)));
        Assert.All(replies, reply => Assert.DoesNotContain("elsewhere", reply.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Audit_that_cannot_be_read_is_503_and_stops_nothing_else()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await RunningServer.StartInAsync(folder);
        (_, string secret) = await Tokens.CreateAsync(folder, Accounts.TokenRole.Admin);
        (string, string)[] admin = [("Authorization", "Bearer " + secret)];

        // A file of the audit that nobody can open, not even root.
        string day = Path.Combine(server.Settings.Audit.Folder, "audit-2020-01-01.jsonl");
        File.CreateSymbolicLink(day, day);
        HttpReply audit = await server.SendAsync(HttpMethod.Get, "/v1/audit?order=oldest", null, admin);
        HttpReply nodes = await server.SendAsync(HttpMethod.Get, "/v1/nodes", null, admin);
        File.Delete(day);

        Assert.Equal("503 storage_unavailable", V1Server.CodeOf(audit));
        Assert.DoesNotContain(folder.Root, audit.Body, StringComparison.Ordinal);
        Assert.Equal(200, nodes.Status);
    }
}
