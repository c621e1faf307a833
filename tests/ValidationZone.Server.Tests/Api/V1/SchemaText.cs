using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ValidationZone.Server.Tests.Api.V1;

/// <summary>Takes what stands in comments on the fields of requests and replies over into the document.</summary>
internal sealed partial class SchemaText
{
    private readonly Dictionary<string, string> _summaries = XDocument
        .Load(Path.Combine(AppContext.BaseDirectory, "validationzone.xml"))
        .Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => TextOf(member.Element("summary")!));

    internal Task ApplyAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonPropertyInfo?.AttributeProvider is PropertyInfo field)
            schema.Description = _summaries.GetValueOrDefault($"P:{field.DeclaringType}.{field.Name}");

        // Replies may get further fields; a client that refuses what it does not know would break.
        bool isReply = context.JsonTypeInfo.Type.Namespace?.EndsWith(".Replies", StringComparison.Ordinal) == true;
        if (isReply)
            (schema.AdditionalPropertiesAllowed, schema.AdditionalProperties) = (true, null);

        return Task.CompletedTask;
    }

    private static string TextOf(XElement summary)
    {
        string text = string.Concat(summary.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "see" } see => see.Attribute("langword")?.Value ?? "",
            XElement element => element.Value,
            _ => node.ToString(),
        }));
        return Blanks().Replace(text, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
