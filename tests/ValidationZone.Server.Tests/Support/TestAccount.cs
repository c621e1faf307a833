using System.Text.Json;

namespace ValidationZone.Server.Tests;

/// <summary>What a registration replied.</summary>
public sealed record TestAccount(string Username, string Password, string Fulldomain, string Subdomain)
{
    public static TestAccount Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        return new TestAccount(
            root.GetProperty("username").GetString()!,
            root.GetProperty("password").GetString()!,
            root.GetProperty("fulldomain").GetString()!,
            root.GetProperty("subdomain").GetString()!);
    }

    public string UpdateBody(string txt) => $$"""{"subdomain": "{{Subdomain}}", "txt": "{{txt}}"}""";

    public (string Name, string Value)[] Headers => [("X-Api-User", Username), ("X-Api-Key", Password)];
}
