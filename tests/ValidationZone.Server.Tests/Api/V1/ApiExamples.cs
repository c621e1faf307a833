using System.Text.Json.Nodes;
using ValidationZone.Server.Api.V1;

namespace ValidationZone.Server.Tests.Api.V1;

/// <summary>The examples of the document: what is sent to each route and what comes back.</summary>
internal static class ApiExamples
{
    internal const string Subdomain = "d420c923-bbd7-4056-ab64-c3ca54c9b3cf";
    internal const string Username = "c36f50e8-4632-44f0-83fe-e070fef28a10";
    internal const string Txt = "LHDhK3oGRvkiefQnx7OOczTY5Tic_xZ6HcMOc_gmtoM";

    private const string Fulldomain = Subdomain + ".auth.example.org";
    private const string Key = "htB9mR9DYgcu9bX_afHF62erXaH2TS7bg9KW3F7Z";

    private const string Credential = $$"""
        {
          "username": "{{Username}}", "allowfrom": ["192.0.2.0/24"], "note": "cloud A",
          "expires": "2027-11-22T00:00:00Z", "enabled": true, "created_at": "2026-11-22T13:05:00Z",
          "last_used_at": "2026-11-22T14:00:00Z", "previous_key_until": null
        }
        """;

    private const string Value =
        $$"""{ "txt": "{{Txt}}", "expires_at": "2026-11-23T14:00:00Z", "username": "{{Username}}" }""";

    private const string Propagation = """{ "nodes": 1, "serving": 1, "pending": [] }""";

    private const string Shown = $$"""
        {
          "subdomain": "{{Subdomain}}", "fulldomain": "{{Fulldomain}}", "enabled": true, "note": "www.example.com",
          "created_at": "2026-11-22T13:05:00Z", "last_published_at": "2026-11-22T14:00:00Z",
          "last_queried_at": "2026-11-22T14:00:02Z", "credentials": [{{Credential}}], "values": [{{Value}}]
        }
        """;

    private const string Question =
        """{ "at": "2026-11-22T14:00:02Z", "transport": "udp", "type": "TXT", "answer": "1 value" }""";

    internal static Dictionary<string, string> Requests { get; } = new()
    {
        ["createSubdomain"] =
            """{ "note": "www.example.com", "allowfrom": ["192.0.2.0/24"], "expires": "2027-11-22T00:00:00Z" }""",
        ["changeSubdomain"] = """{ "note": null, "enabled": true }""",
        ["addCredential"] = """{ "note": "cloud B", "allowfrom": ["198.51.100.7/32"] }""",
        ["changeCredential"] = """{ "expires": null, "enabled": false }""",
        ["rotateKey"] = """{ "overlap": 3600 }""",
        ["publishValue"] = """{ "lifetime": 3600 }""",
        ["checkDomain"] = """{ "domain": "www.example.com" }""",
    };

    internal static Dictionary<string, string> Replies { get; } = new()
    {
        ["createSubdomain"] = WithKey(""", "allowfrom": ["192.0.2.0/24"]"""),
        ["addCredential"] = WithKey(""", "allowfrom": ["198.51.100.7/32"]"""),
        ["rotateKey"] = WithKey(""),
        ["listSubdomains"] = $$"""{ "items": [{{Shown}}], "next": "{{Subdomain}}" }""",
        ["showSubdomain"] = Shown,
        ["changeSubdomain"] = Shown,
        ["changeCredential"] = Credential,
        ["listValues"] = $$"""{ "items": [{{Value}}], "propagation": {{Propagation}} }""",
        ["publishValue"] =
            $$"""{ "txt": "{{Txt}}", "expires_at": "2026-11-23T14:00:00Z", "propagation": {{Propagation}} }""",
        ["removeValue"] = $$"""{ "txt": "{{Txt}}", "expires_at": null, "propagation": {{Propagation}} }""",
        ["showTimeline"] = $$"""
            {
              "subdomain": "{{Subdomain}}",
              "events": [
                { "at": "2026-11-22T14:00:00Z", "event": "published", "value_start": "LHDhK3" },
                { "at": "2026-11-22T14:00:02Z", "event": "first_question", "resolver": "198.51.100.53",
                  "question": {{Question}} }
              ],
              "resolvers": [
                { "address": "198.51.100.53", "first": {{Question}}, "last_with_values": {{Question}},
                  "last": {{Question}}, "count": 1, "txt_count": 1 }
              ],
              "forgotten_events": 0, "forgotten_resolvers": 0
            }
            """,
        ["listNodes"] = """
            {
              "items": [
                { "id": "ns1", "role": "single", "revision": 812, "serial": 1795354800, "subdomains": 640,
                  "started_at": "2026-11-22T13:00:00Z", "lag": 0 }
              ]
            }
            """,
        ["listAudit"] = $$"""
            {
              "items": [
                { "at": "2026-11-22T14:00:00Z", "request": "4be1a9c07d2f0013", "actor": "credential",
                  "id": "{{Username}}", "source": "192.0.2.17", "action": "value_published",
                  "subdomain": "{{Subdomain}}", "target": "{{Username}}", "outcome": "done", "authenticated_us": 61,
                  "committed_us": 1904, "published_us": 12, "acknowledged_us": 55, "count": 1 }
              ],
              "next": "20261122-4711"
            }
            """,
        ["checkDomain"] = $$"""
            {
              "domain": "www.example.com", "name": "_acme-challenge.www.example.com", "verdict": "ok",
              "zone": "auth.example.org", "productionZone": "example.com", "target": "{{Fulldomain}}",
              "chain": ["_acme-challenge.www.example.com", "{{Fulldomain}}"], "values": 0, "negativeTtl": 5,
              "dnssec": { "production": "signed", "validation": "unsigned" },
              "servers": [
                { "zone": "auth.example.org", "name": "ns1.auth.example.org", "address": "192.0.2.1", "answers": true }
              ],
              "findings": [
                { "code": "validation-one-server", "severity": "warning", "seen": "one server",
                  "why": "nobody answers while it is down", "fix": "add another one" }
              ],
              "questions": 23
            }
            """,
    };

    internal static JsonObject Of(Problem problem) => new()
    {
        ["type"] = "urn:validationzone:problem:" + problem.Code,
        ["title"] = problem.Title,
        ["status"] = problem.Status,
        ["detail"] = problem.Detail,
        ["code"] = problem.Code,
        ["error"] = problem.Code,
        ["request_id"] = "4be1a9c07d2f0013",
    };

    private static string WithKey(string more) => $$"""
        {
          "username": "{{Username}}", "key": "{{Key}}", "fulldomain": "{{Fulldomain}}",
          "subdomain": "{{Subdomain}}"{{more}}
        }
        """;
}
