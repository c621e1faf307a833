using System.Text.Json.Serialization;

namespace ValidationZone.Storage.AcmeDns;

/// <summary>The JSON that stands in acme-dns's columns.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class AcmeDnsJson : JsonSerializerContext;
