using System.Text.Json;
using System.Text.Json.Nodes;
using ValidationZone.Server.Api.V1;
using ValidationZone.Server.Api.V1.Replies;
using ValidationZone.Server.Api.V1.Requests;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests.Api.V1;

public sealed class OpenApiTests
{
    private const string WriteVariable = "VALIDATIONZONE_WRITE_DOCS";

    private static readonly Dictionary<string, Type> Types = new()
    {
        ["createSubdomain"] = typeof(SubdomainOrder),
        ["changeSubdomain"] = typeof(SubdomainPatch),
        ["addCredential"] = typeof(AnotherCredential),
        ["changeCredential"] = typeof(CredentialPatch),
        ["rotateKey"] = typeof(KeyRotation),
        ["publishValue"] = typeof(ValuePublication),
        ["checkDomain"] = typeof(DomainToCheck),
    };

    private static readonly Dictionary<string, Type> ReplyTypes = new()
    {
        ["createSubdomain"] = typeof(KeyReply),
        ["addCredential"] = typeof(KeyReply),
        ["rotateKey"] = typeof(KeyReply),
        ["listSubdomains"] = typeof(SubdomainPage),
        ["showSubdomain"] = typeof(SubdomainReply),
        ["changeSubdomain"] = typeof(SubdomainReply),
        ["changeCredential"] = typeof(CredentialReply),
        ["listValues"] = typeof(ValuesReply),
        ["publishValue"] = typeof(PublicationReply),
        ["removeValue"] = typeof(PublicationReply),
        ["showTimeline"] = typeof(TimelineReply),
        ["listNodes"] = typeof(NodesReply),
    };

    public static TheoryData<string> Requests => [.. Types.Keys];

    public static TheoryData<string> Replies => [.. ReplyTypes.Keys];

    [Fact]
    public async Task Committed_document_is_what_the_routes_make_it()
    {
        string path = RepositoryFolder.Find("docs", "openapi", "v1.json");
        string document = await ApiDocument.WriteAsync();
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
            await File.WriteAllTextAsync(path, document, TestContext.Current.CancellationToken);

        string found = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

        Assert.True(
            document == found, $"docs/openapi/v1.json is out of date: run this test with {WriteVariable}=1 and commit it");
    }

    [Fact]
    public async Task Served_document_is_the_committed_one_and_needs_no_authentication()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        string path = RepositoryFolder.Find("docs", "openapi", "v1.json");
        string committed = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

        HttpReply reply = await server.SendAsync(HttpMethod.Get, "/openapi/v1.json");

        Assert.Equal(committed, reply.Body);
        Assert.Equal("public, max-age=3600", reply.Headers["Cache-Control"]);
    }

    [Theory]
    [InlineData("{0}", 304)]
    [InlineData("W/{0}", 304)]
    [InlineData("\"another\", {0}", 304)]
    [InlineData("*", 304)]
    [InlineData("\"another\"", 200)]
    [InlineData("no tag at all", 200)]
    public async Task Document_is_not_sent_again_to_who_has_it(string tags, int status)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        HttpReply first = await server.SendAsync(HttpMethod.Get, "/openapi/v1.json");

        HttpReply again = await server.SendAsync(
            HttpMethod.Get, "/openapi/v1.json", null, ("If-None-Match", string.Format(null, tags, first.Headers["ETag"])));

        Assert.Equal(status, again.Status);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void Example_of_a_request_is_one_that_is_taken(string operation)
    {
        object? body = JsonSerializer.Deserialize(ApiExamples.Requests[operation], Types[operation], V1Json.Default);

        Assert.NotNull(body);
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void Example_of_a_reply_has_exactly_the_fields_of_its_type(string operation)
    {
        var example = JsonNode.Parse(ApiExamples.Replies[operation]);

        object? read = JsonSerializer.Deserialize(ApiExamples.Replies[operation], ReplyTypes[operation], V1Json.Default);
        JsonNode? written = JsonSerializer.SerializeToNode(read, ReplyTypes[operation], V1Json.Default);

        Assert.True(JsonNode.DeepEquals(example, written), $"{example}\n{written}");
    }

    [Fact]
    public async Task Every_route_is_in_the_document_with_its_replies_and_refusals()
    {
        JsonObject paths = JsonNode.Parse(await ApiDocument.WriteAsync())!["paths"]!.AsObject();

        string[] documented =
        [
            .. paths.SelectMany(path => path.Value!.AsObject()
                .Where(operation => operation.Value!["responses"]!["401"] is not null)
                .Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}")),
        ];

        Assert.Equal(AccessTests.Routes.Select(row => row.Data).Order(), documented.Order());
    }

    [Fact]
    public void Each_code_stands_for_one_status_and_has_one_title()
    {
        Assert.Equal(ProblemCodes.All.Count, ProblemCodes.All.Select(problem => problem.Code).Distinct().Count());
        Assert.All(ProblemCodes.All, problem => Assert.Matches("^[a-z_]{1,32}$", problem.Code));
    }
}
