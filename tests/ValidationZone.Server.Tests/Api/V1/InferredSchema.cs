using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace ValidationZone.Server.Tests.Api.V1;

/// <summary>The schema of JSON that is not made of a type: its fields are those of the example.</summary>
internal static class InferredSchema
{
    internal static OpenApiSchema Of(JsonNode? node) => node switch
    {
        JsonObject fields => new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = fields.ToDictionary(field => field.Key, field => (IOpenApiSchema)Of(field.Value)),
        },
        JsonArray items => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(items.FirstOrDefault()) },
        null => new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null },
        _ => new OpenApiSchema
        {
            Type = node.GetValueKind() switch
            {
                JsonValueKind.Number => JsonSchemaType.Integer,
                JsonValueKind.True or JsonValueKind.False => JsonSchemaType.Boolean,
                _ => JsonSchemaType.String,
            },
        },
    };
}
