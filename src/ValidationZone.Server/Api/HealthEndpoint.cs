using System.Text;
using ValidationZone.Accounts;

namespace ValidationZone.Server.Api;

/// <summary><c>GET /health</c> and <c>GET /ready</c>.</summary>
internal sealed class HealthEndpoint(Readiness readiness, AccountDirectory directory)
{
    /// <summary>Says that the process lives, and touches nothing else.</summary>
    internal static Task LiveAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        // A store that is down must not make a supervisor restart the process: answers from memory would stop too.
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    /// <summary>Says whether the server can do its work, and if not, why.</summary>
    internal async Task ReadyAsync(HttpContext context)
    {
        IReadOnlyList<string> missing = await readiness.FindMissingAsync();
        bool isReady = missing.Count == 0;
        string list = string.Join(", ", missing.Select(part => $"\"{part}\""));
        // Like every refusal, this one is an object with the field error, for clients that look for it.
        string body = isReady
            ? $$"""{"ready": true, "not_ready": []{{NotServed()}}}"""
            : $$"""{"error": "not_ready", "ready": false, "not_ready": [{{list}}]{{NotServed()}}}""";
        int status = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await ApiReply.SendAsync(context.Response, status, Encoding.ASCII.GetBytes(body));
    }

    // Only a number, as anyone may ask. It makes nobody unready: all other names are served, and no restart would help.
    private string NotServed() =>
        directory.SkippedSubdomains.Count is > 0 and int count ? $", \"names_not_served\": {count}" : "";
}
