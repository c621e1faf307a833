using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using ValidationZone.Accounts;
using ValidationZone.Server.Api.V1;
using ValidationZone.Wire;

namespace ValidationZone.Server.Tests.Api.V1;

/// <summary>The OpenAPI document, made of the routes as they are mapped.</summary>
internal static class ApiDocument
{
    /// <summary>Endpoints that nobody may call: only their routes are looked at.</summary>
    internal static V1Endpoints Unconnected { get; } = MakeUnconnected();

    internal static async Task<string> WriteAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        builder.Services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));
        builder.Services.AddOpenApi("v1", options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddOperationTransformer(new OperationText().ApplyAsync);
            options.AddSchemaTransformer(new SchemaText().ApplyAsync);
            options.AddDocumentTransformer((document, context, cancellation) =>
            {
                DocumentText.Apply(document);
                return Task.CompletedTask;
            });
        });
        await using WebApplication app = builder.Build();
        app.UseRouting();
        V1Routes.Map(app, Unconnected);
        app.UseEndpoints(_ => { });
        var provider = app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1");
        OpenApiDocument document = await provider.GetOpenApiDocumentAsync();
        string json = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
        return json.ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    private static void Configure(JsonSerializerOptions options)
    {
        // As the server reads and writes; the framework's own options would name the fields in another way.
        JsonSerializerOptions ours = V1Json.Default.Options;
        options.TypeInfoResolver = JsonTypeInfoResolver.Combine(V1Json.Default, new DefaultJsonTypeInfoResolver());
        options.PropertyNamingPolicy = ours.PropertyNamingPolicy;
        options.UnmappedMemberHandling = ours.UnmappedMemberHandling;
        options.RespectNullableAnnotations = ours.RespectNullableAnnotations;
        options.NumberHandling = ours.NumberHandling;
    }

    private static V1Endpoints MakeUnconnected()
    {
        var apex = DomainName.Parse("auth.example.org");
        var zone = new V1Zone(apex, _ => false, null!, TimeProvider.System);
        return new V1Endpoints(
            new SubdomainsEndpoint(null!, null!, zone),
            new CredentialsEndpoint(null!, zone),
            new ValuesEndpoint(null!, null!, TimeSpan.FromDays(1), TimeProvider.System),
            new TimelineEndpoint(null!, null!),
            new AuditEndpoint(reader: null),
            new CheckEndpoint([], apex, TimeProvider.System),
            new NodesEndpoint("", null!, null!, TimeProvider.System));
    }
}
