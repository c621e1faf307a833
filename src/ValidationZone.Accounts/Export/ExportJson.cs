using System.Text.Json.Serialization;

namespace ValidationZone.Accounts.Export;

/// <summary>The JSON of an export: exactly the fields there are, in one spelling, each once.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    // A field of a later version may change what the others mean, and is not passed over in silence.
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 8,
    Converters = [typeof(ExportTime)])]
[JsonSerializable(typeof(ExportHeader))]
[JsonSerializable(typeof(ExportedSubdomain))]
internal sealed partial class ExportJson : JsonSerializerContext;
