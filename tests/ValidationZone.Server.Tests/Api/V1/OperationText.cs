using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ValidationZone.Server.Api.V1;

namespace ValidationZone.Server.Tests.Api.V1;

/// <summary>Turns what stands on a route into what the document tells of it.</summary>
internal sealed class OperationText
{
    private const string Json = "application/json";

    private static readonly Dictionary<string, (string Meaning, string Example)> PathParameters = new()
    {
        ["name"] = ("The subdomain, without the zone.", ApiExamples.Subdomain),
        ["username"] = ("The username of the credential.", ApiExamples.Username),
        ["txt"] = ("The value: 43 characters of `A-Z`, `a-z`, `0-9`, `-` and `_`.", ApiExamples.Txt),
    };

    internal async Task ApplyAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
        RouteText text = metadata.OfType<RouteText>().Single();
        AccessRule rule = metadata.OfType<AccessRule>().Last();
        operation.Description = Allowed(rule);
        operation.Security = Security(rule, context.Document!);
        operation.Parameters = [.. Parameters(operation, text)];
        if (text.Body is { } body)
            operation.RequestBody = await BodyAsync(body, text, operation.OperationId!, context, cancellation);

        AddReplies(operation);
        AddProblems(operation, text, rule, context.Document!);
    }

    private static string Allowed(AccessRule rule) => (rule.Role, rule.AllowsOwnCredential) switch
    {
        ({ } role, true) => $"For tokens of role {Word(role)}, and for a credential at its own subdomain.",
        ({ } role, false) => $"For tokens of role {Word(role)}.",
        _ => "For a credential at its own subdomain.",
    };

    private static string Word<T>(T role)
        where T : struct, Enum => role.ToString().ToLowerInvariant();

    private static List<OpenApiSecurityRequirement> Security(AccessRule rule, OpenApiDocument document)
    {
        var ways = new List<OpenApiSecurityRequirement>();
        if (rule.Role is not null)
            ways.Add(Way(document, "token"));

        if (rule.AllowsOwnCredential)
            ways.AddRange([Way(document, "basic"), Way(document, "username", "key")]);

        return ways;
    }

    private static OpenApiSecurityRequirement Way(OpenApiDocument document, params string[] schemes)
    {
        var way = new OpenApiSecurityRequirement();
        foreach (string scheme in schemes)
            way.Add(new OpenApiSecuritySchemeReference(scheme, document), []);

        return way;
    }

    private static IEnumerable<IOpenApiParameter> Parameters(OpenApiOperation operation, RouteText text)
    {
        foreach (IOpenApiParameter parameter in operation.Parameters ?? [])
        {
            (string meaning, string example) = PathParameters[parameter.Name!];
            yield return Parameter(parameter.Name!, ParameterLocation.Path, meaning, example);
        }

        foreach ((string name, string meaning) in text.Query)
            yield return Parameter(name, ParameterLocation.Query, meaning, example: null);

        if (text.Problems.Contains(ProblemCodes.BadIdempotencyKey))
        {
            yield return Parameter(
                "Idempotency-Key",
                ParameterLocation.Header,
                "1 to 128 visible characters: the same request with the same key, within 24 hours, gets the same reply.",
                example: null);
        }
    }

    private static OpenApiParameter Parameter(
        string name, ParameterLocation place, string meaning, string? example) => new()
    {
        Name = name,
        In = place,
        Required = place == ParameterLocation.Path,
        Description = meaning,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = example is null ? null : JsonValue.Create(example),
    };

    private static async Task<OpenApiRequestBody> BodyAsync(
        Type type,
        RouteText text,
        string operationId,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation)
    {
        OpenApiSchema schema = await context.GetOrCreateSchemaAsync(type, cancellationToken: cancellation);
        // Otherwise in the document as refused, which the server does in any case.
        schema.AdditionalPropertiesAllowed = false;
        context.Document!.AddComponent(type.Name, schema);
        return new OpenApiRequestBody
        {
            Required = !text.IsBodyOptional,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Json] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchemaReference(type.Name, context.Document),
                    Example = JsonNode.Parse(ApiExamples.Requests[operationId]),
                },
            },
        };
    }

    private static void AddReplies(OpenApiOperation operation)
    {
        foreach ((string status, IOpenApiResponse response) in operation.Responses!.ToArray())
        {
            if (!ApiExamples.Replies.TryGetValue(operation.OperationId!, out string? example))
                continue;

            var known = (OpenApiResponse)response;
            JsonNode parsed = JsonNode.Parse(example)!;
            known.Content ??= new Dictionary<string, OpenApiMediaType>();
            // What is written by hand has the fields that its example has.
            IOpenApiSchema? schema = known.Content.TryGetValue(Json, out OpenApiMediaType? typed) ? typed.Schema : null;
            known.Content[Json] = new OpenApiMediaType { Schema = schema ?? InferredSchema.Of(parsed), Example = parsed };
            Assert.StartsWith("2", status, StringComparison.Ordinal);
        }
    }

    private static void AddProblems(OpenApiOperation operation, RouteText text, AccessRule rule, OpenApiDocument document)
    {
        IEnumerable<Problem> problems =
        [
            .. text.Body is null
                ? []
                : new[] { ProblemCodes.MalformedJson, ProblemCodes.PayloadTooLarge, ProblemCodes.UnsupportedMediaType },
            ProblemCodes.BadQuery,
            ProblemCodes.Unauthenticated,
            ProblemCodes.RoleRequired,
            .. operation.Parameters!.Any(parameter => parameter.Name == "name") ? [ProblemCodes.NotFound] : Array.Empty<Problem>(),
            ProblemCodes.TooManyRequests,
            ProblemCodes.StorageUnavailable,
            .. text.Problems,
        ];
        foreach (IGrouping<int, Problem> group in problems.Distinct().GroupBy(problem => problem.Status).OrderBy(g => g.Key))
            operation.Responses!.Add($"{group.Key}", Refusal([.. group], document));
    }

    private static OpenApiResponse Refusal(Problem[] problems, OpenApiDocument document) => new()
    {
        Description = string.Join(", ", problems.Select(problem => $"`{problem.Code}`")),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [Problem.MediaType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchemaReference("Problem", document),
                Examples = problems.ToDictionary(
                    problem => problem.Code,
                    problem => (IOpenApiExample)new OpenApiExampleReference(problem.Code, document)),
            },
        },
    };
}
