using System.Text.Json.Serialization;
using ValidationZone.Server.Api.V1.Replies;
using ValidationZone.Server.Api.V1.Requests;

namespace ValidationZone.Server.Api.V1;

/// <summary>The JSON of <c>/v1</c>: exactly the fields there are, in one spelling, each once.</summary>
// Three levels are the deepest there is; a parser that follows brackets deeper is work for whoever sends them.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    // A misspelt member that is let pass would make a key without the end, or without the networks, that was meant.
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    // Which one of two counts depends on the reader (RFC 8259 §4), and a proxy may have judged the other.
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(SubdomainOrder))]
[JsonSerializable(typeof(SubdomainPatch))]
[JsonSerializable(typeof(AnotherCredential))]
[JsonSerializable(typeof(CredentialPatch))]
[JsonSerializable(typeof(KeyRotation))]
[JsonSerializable(typeof(ValuePublication))]
[JsonSerializable(typeof(DomainToCheck))]
[JsonSerializable(typeof(KeyReply))]
[JsonSerializable(typeof(CredentialReply))]
[JsonSerializable(typeof(SubdomainReply))]
[JsonSerializable(typeof(SubdomainPage))]
[JsonSerializable(typeof(ValuesReply))]
[JsonSerializable(typeof(PublicationReply))]
[JsonSerializable(typeof(NodesReply))]
[JsonSerializable(typeof(TimelineReply))]
internal sealed partial class V1Json : JsonSerializerContext;
