using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ValidationZone.Accounts;
using ValidationZone.Server.Api.V1;

namespace ValidationZone.Server.Tests.Api.V1;

/// <summary>Who may use which route: every route there is, asked by everyone there is.</summary>
public sealed class AccessTests(V1Server v1) : IClassFixture<V1Server>
{
    // Which status each of them gets for a request that is right in itself; 409 is a check without resolvers.
    private static readonly Dictionary<string, (int Viewer, int Registrar, int Admin, int Own, int Other)> Table = new()
    {
        ["POST /v1/subdomains"] = (403, 201, 201, 403, 403),
        ["GET /v1/subdomains"] = (200, 200, 200, 403, 403),
        ["GET /v1/subdomains/{name}"] = (200, 200, 200, 200, 404),
        ["PATCH /v1/subdomains/{name}"] = (403, 403, 200, 403, 403),
        ["DELETE /v1/subdomains/{name}"] = (403, 403, 204, 403, 403),
        ["POST /v1/subdomains/{name}/credentials"] = (403, 403, 201, 201, 404),
        ["PATCH /v1/subdomains/{name}/credentials/{username}"] = (403, 403, 200, 200, 404),
        ["DELETE /v1/subdomains/{name}/credentials/{username}"] = (403, 403, 204, 204, 404),
        ["POST /v1/subdomains/{name}/credentials/{username}/rotate"] = (403, 403, 200, 200, 404),
        ["GET /v1/subdomains/{name}/values"] = (403, 403, 403, 200, 404),
        ["PUT /v1/subdomains/{name}/values/{txt}"] = (403, 403, 403, 200, 404),
        ["DELETE /v1/subdomains/{name}/values/{txt}"] = (403, 403, 403, 200, 404),
        ["GET /v1/subdomains/{name}/timeline"] = (200, 200, 200, 200, 404),
        ["POST /v1/check"] = (409, 409, 409, 403, 403),
        ["GET /v1/nodes"] = (200, 200, 200, 403, 403),
        ["GET /v1/audit"] = (200, 200, 200, 403, 403),
    };

    public static TheoryData<string> Routes => [.. Endpoints().Select(NameOf)];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Each_role_gets_exactly_the_status_of_the_table(string route)
    {
        (int viewer, int registrar, int admin, int own, int other) = Table[route];
        TestAccount stranger = await v1.RegisterAsync();

        int[] found =
        [
            await AskAsync(route, _ => v1.Bearer("viewer")),
            await AskAsync(route, _ => v1.Bearer("registrar")),
            await AskAsync(route, _ => v1.Bearer("admin")),
            await AskAsync(route, account => account.Headers),
            await AskAsync(route, V1Server.Basic),
            await AskAsync(route, _ => stranger.Headers),
        ];

        Assert.Equal([viewer, registrar, admin, own, own, other], found);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Whoever_is_not_recognised_gets_the_same_401(string route)
    {
        (string Name, string Value) wrongToken = ("Authorization", "Bearer vz_" + new string('a', 43));
        (string Name, string Value) wrongKey = ("X-Api-Key", new string('a', 40));

        HttpReply[] replies =
        [
            await SendAsync(route, _ => []),
            await SendAsync(route, _ => [wrongToken]),
            await SendAsync(route, account => [account.Headers[0], wrongKey]),
            await SendAsync(route, account => [.. account.Headers, .. v1.Bearer("admin")]),
            await SendAsync(route, _ => v1.Bearer("revoked")),
            await SendAsync(route, _ => v1.Bearer("expired")),
            await SendAsync(route, _ => v1.Bearer("elsewhere")),
        ];

        Assert.All(replies, reply => Assert.Equal(401, reply.Status));
        Assert.Single(replies.Select(V1Server.WithoutId).Distinct());
        Assert.Single(replies.Select(reply => reply.Headers["WWW-Authenticate"]).Distinct());
    }

    [Fact]
    public async Task Second_Authorization_header_hides_nobody()
    {
        TestAccount account = await v1.RegisterAsync();
        string[] lines =
        [
            $"GET /v1/subdomains/{account.Subdomain} HTTP/1.1",
            "Host: localhost",
            "Connection: close",
            .. account.Headers.Concat(v1.Bearer("admin")).Append(("Authorization", "Basic eDp5"))
                .Select(header => $"{header.Item1}: {header.Item2}"),
        ];

        string reply = await v1.Server.ExchangeAsync(string.Join("\r\n", lines) + "\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 401 ", reply, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_and_routes_are_the_same_ones()
    {
        Assert.Equal(Table.Keys.Order(), Endpoints().Select(NameOf).Order());
    }

    [Fact]
    public void Whatever_changes_something_needs_a_role_above_viewer_or_is_for_the_own_name()
    {
        IEnumerable<RouteEndpoint> mutating = Endpoints().Where(route => MethodOf(route) is not ("GET" or "HEAD"));

        // A check changes nothing here.
        Assert.All(mutating.Where(route => NameOf(route) != "POST /v1/check"), route =>
        {
            AccessRule rule = route.Metadata.GetMetadata<AccessRule>()!;
            bool isPerRole = rule.Role is TokenRole.Registrar or TokenRole.Admin;
            Assert.True(isPerRole || (rule.Role is null && rule.AllowsOwnCredential), NameOf(route));
        });
    }

    [Fact]
    public async Task Anothers_name_looks_like_one_that_does_not_exist()
    {
        TestAccount own = await v1.RegisterAsync();
        TestAccount other = await v1.RegisterAsync();

        HttpReply existing = await v1.SendAsync("GET", $"/v1/subdomains/{other.Subdomain}", own.Headers);
        HttpReply missing = await v1.SendAsync("GET", $"/v1/subdomains/{Guid.NewGuid()}", own.Headers);

        Assert.Equal("404 not_found", V1Server.CodeOf(existing));
        Assert.Equal(V1Server.WithoutId(missing), V1Server.WithoutId(existing));
    }

    [Fact]
    public async Task Revoked_token_stops_at_once()
    {
        (Guid id, string secret) = await Tokens.CreateAsync(v1.Folder, TokenRole.Admin);
        (string, string)[] headers = [("Authorization", "Bearer " + secret)];

        HttpReply before = await v1.SendAsync("GET", "/v1/nodes", headers);
        await Tokens.RevokeAsync(v1.Folder, id);
        HttpReply after = await v1.SendAsync("GET", "/v1/nodes", headers);

        Assert.Equal((200, 401), (before.Status, after.Status));
    }

    [Fact]
    public async Task Revoked_token_stops_what_it_has_under_way()
    {
        (Guid id, string secret) = await Tokens.CreateAsync(v1.Folder, TokenRole.Admin);
        TestAccount account = await v1.RegisterAsync();
        string path = $"/v1/subdomains/{account.Subdomain}";
        await using var slow = await SlowRequest.BeginAsync(
            v1.Server.Api, "PATCH", path, [("Authorization", "Bearer " + secret)], """{"note":"too late"}""");

        await Tokens.RevokeAsync(v1.Folder, id);
        string refused = await slow.EndAsync();
        HttpReply shown = await v1.AsAdminAsync("GET", path);

        Assert.StartsWith("HTTP/1.1 401 ", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("too late", shown.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_that_comes_late_is_read_all_the_same()
    {
        TestAccount account = await v1.RegisterAsync();
        string path = $"/v1/subdomains/{account.Subdomain}";
        await using var slow = await SlowRequest.BeginAsync(
            v1.Server.Api, "PATCH", path, v1.Bearer("admin"), """{"note":"in time"}""");

        string reply = await slow.EndAsync();

        Assert.StartsWith("HTTP/1.1 200 ", reply, StringComparison.Ordinal);
        Assert.Contains("\"note\":\"in time\"", reply, StringComparison.Ordinal);
    }

    internal static RouteEndpoint[] Endpoints()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        IEndpointRouteBuilder routes = builder.Build();
        V1Routes.Map(routes, ApiDocument.Unconnected);
        return [.. routes.DataSources.SelectMany(source => source.Endpoints).Cast<RouteEndpoint>()];
    }

    private static string NameOf(RouteEndpoint route) =>
        $"{MethodOf(route)} {route.RoutePattern.RawText!.TrimEnd('/')}";

    private static string MethodOf(RouteEndpoint route) =>
        Assert.Single(route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods);

    private async Task<int> AskAsync(string route, Func<TestAccount, (string Name, string Value)[]> headers) =>
        (await SendAsync(route, headers)).Status;

    /// <summary>Sends a request that is right in itself, about an account of its own.</summary>
    private async Task<HttpReply> SendAsync(string route, Func<TestAccount, (string Name, string Value)[]> headers)
    {
        TestAccount account = await v1.RegisterAsync();
        string[] parts = route.Split(' ');
        string path = parts[1]
            .Replace("{name}", account.Subdomain, StringComparison.Ordinal)
            .Replace("{username}", account.Username, StringComparison.Ordinal)
            .Replace("{txt}", Digests.Next(), StringComparison.Ordinal);
        string? body = parts[0] switch
        {
            "GET" or "DELETE" => null,
            "PATCH" => """{"note":"changed"}""",
            _ => route.EndsWith("/check", StringComparison.Ordinal) ? """{"domain":"example.com"}""" : "{}",
        };
        return await v1.SendAsync(parts[0], path, headers(account), body);
    }
}
