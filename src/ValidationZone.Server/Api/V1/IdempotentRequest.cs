using System.Text;
using System.Text.Json;
using ValidationZone.Accounts;
using ValidationZone.Server.Api.V1.Replies;

namespace ValidationZone.Server.Api.V1;

/// <summary>A request whose reply holds a key, and which may carry an Idempotency-Key.</summary>
/// <remarks>The first reply and a repeated one are the same octets, so both are written by the same function.</remarks>
internal sealed class IdempotentRequest
{
    private const string HeaderName = "Idempotency-Key";
    private const int LongestKey = 128;

    private readonly bool _tellsAllowFrom;

    private IdempotentRequest(bool tellsAllowFrom) => _tellsAllowFrom = tellsAllowFrom;

    /// <summary>Keeps the reply; <see langword="null"/> without an Idempotency-Key.</summary>
    internal ReplySeal? Seal { get; private init; }

    /// <summary>Reads the header.</summary>
    /// <param name="context">The request.</param>
    /// <param name="hasher">What seals are made with.</param>
    /// <param name="body">Its body: another one under the same key is another request.</param>
    /// <param name="tellsAllowFrom">Whether the reply tells from where the credential may be used.</param>
    internal static (Problem? Problem, IdempotentRequest Request) Read(
        HttpContext context, KeyHasher hasher, byte[] body, bool tellsAllowFrom)
    {
        var request = new IdempotentRequest(tellsAllowFrom);
        if (!context.Request.Headers.TryGetValue(HeaderName, out var values))
            return (null, request);

        // Two of them name two requests, and there is no telling which one this is.
        string key = values.Count == 1 ? values[0] ?? "" : "";
        if (key.Length is 0 or > LongestKey || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return (ProblemCodes.BadIdempotencyKey, request);

        // Method and path belong to it: the same body for another name is another request.
        byte[] asked =
            [.. Encoding.UTF8.GetBytes($"{context.Request.Method} {context.Request.Path.Value}\n"), .. body];
        // Part of what opens the reply, which holds a key: a guessed Idempotency-Key alone opens nothing.
        string secret = Caller.From(context).Secret;
        return (null, new IdempotentRequest(tellsAllowFrom)
        {
            Seal = new ReplySeal(hasher, secret, key, asked, request.Write),
        });
    }

    /// <summary>The first reply.</summary>
    internal V1Reply First(HttpContext context, int status, Account account)
    {
        RequestTrail trail = RequestTrail.Of(context)!;
        trail.Concerns(account.Subdomain, account.Username);
        trail.Committed();
        return Reply(context, status, Write(account), isReplayed: false);
    }

    /// <summary>The first reply once more.</summary>
    internal static V1Reply Again(HttpContext context, int status, ReadOnlyMemory<byte> octets)
    {
        // Nothing is made, but a key is told once more.
        KeyReply told = Read(octets);
        _ = Subdomain.TryParse(told.Subdomain, out Subdomain? subdomain);
        RequestTrail.Of(context)!.Concerns(subdomain, told.Username);
        return Reply(context, status, octets, isReplayed: true);
    }

    private byte[] Write(Account account) =>
        JsonSerializer.SerializeToUtf8Bytes(KeyReply.Of(account, _tellsAllowFrom), V1Json.Default.KeyReply);

    private static KeyReply Read(ReadOnlyMemory<byte> octets) =>
        JsonSerializer.Deserialize(octets.Span, V1Json.Default.KeyReply)!;

    private static V1Reply Reply(HttpContext context, int status, ReadOnlyMemory<byte> octets, bool isReplayed) =>
        V1Reply.Of(
            status,
            octets,
            // A 201 says where the new thing is (RFC 9110 §15.3.2).
            status == StatusCodes.Status201Created ? Locate(context, octets) : null,
            isReplayed);

    private static string Locate(HttpContext context, ReadOnlyMemory<byte> octets)
    {
        // From the reply itself: it is all that is kept of a request that comes again.
        KeyReply created = Read(octets);
        // With the base path, if the request came with one: the proxy that left it there will need it again.
        string subdomain = $"{context.Request.PathBase}/v1/subdomains/{created.Subdomain}";
        return context.Request.RouteValues.ContainsKey("name")
            ? $"{subdomain}/credentials/{created.Username}"
            : subdomain;
    }
}
