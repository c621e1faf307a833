using Microsoft.OpenApi;
using ValidationZone.Server.Api.V1;

namespace ValidationZone.Server.Tests.Api.V1;

/// <summary>What the document tells of the API as a whole.</summary>
internal static class DocumentText
{
    private const string About = """
        Subdomains of a validation zone, their credentials and their values, for operators and for clients.

        Operators send `Authorization: Bearer vz_...`; the roles are viewer, registrar and admin, each including the one
        before. Clients send a credential, as Basic authentication or as `X-Api-User` and `X-Api-Key`, which sees and
        changes its own subdomain only.

        Every refusal is a problem of RFC 9457 with a stable `code`. Beside those of each route there are 400 `bad_request`,
        405 `method_not_allowed`, 408 `request_timeout` and 500 `internal_error`. Unknown fields, fields that come twice and unknown query
        parameters are refused.
        """;

    // Told of once, above, and not with each route.
    private static readonly Problem[] Everywhere =
        [ProblemCodes.BadRequest, ProblemCodes.MethodNotAllowed, ProblemCodes.RequestTimeout, ProblemCodes.Internal];

    internal static void Apply(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "ValidationZone",
            Version = "v1",
            Description = About.ReplaceLineEndings("\n"),
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        // Whatever the server is called, and whatever path a proxy has put in front.
        document.Servers = [new OpenApiServer { Url = ".." }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["token"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An operator token.",
            },
            ["basic"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = "basic", Description = "Username and key of a credential.",
            },
            ["username"] = Header("X-Api-User", "The username of a credential."),
            ["key"] = Header("X-Api-Key", "Its key."),
        };
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas["Problem"] = Problem();
        document.Components.Examples = ProblemCodes.All.Except(Everywhere).ToDictionary(
            problem => problem.Code,
            problem => (IOpenApiExample)new OpenApiExample { Value = ApiExamples.Of(problem) });
    }

    private static OpenApiSecurityScheme Header(string name, string description) => new()
    {
        Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = name, Description = description,
    };

    private static OpenApiSchema Problem() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Problem details (RFC 9457).",
        Required = new HashSet<string> { "type", "title", "status", "detail", "code", "error", "request_id" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("`urn:validationzone:problem:` and the code."),
            ["title"] = Text("What the code means."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
            ["detail"] = Text("What was wrong this time."),
            ["code"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "The word to compare.",
                Enum = [.. ProblemCodes.All.Select(problem => problem.Code).Distinct()],
            },
            ["error"] = Text("The same word, where the classic routes have it."),
            ["request_id"] = Text("The number of the request in the log, in the audit and in `X-Request-Id`."),
        },
    };

    private static OpenApiSchema Text(string description) =>
        new() { Type = JsonSchemaType.String, Description = description };
}
