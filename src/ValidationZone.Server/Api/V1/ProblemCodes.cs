using ValidationZone.Accounts;

namespace ValidationZone.Server.Api.V1;

/// <summary>Every problem that <c>/v1</c> knows: the one table of codes, statuses and titles.</summary>
internal static class ProblemCodes
{
    // Long beside a commit, short beside the patience of whoever waits.
    private const int StorageRetrySeconds = 5;

    /// <summary>The request is not valid HTTP.</summary>
    internal static Problem BadRequest { get; } = Problem.Define(400, "bad_request", "The request is not valid HTTP");

    /// <summary>The body is not the one JSON object that the route takes.</summary>
    internal static Problem MalformedJson { get; } =
        Problem.Define(400, "malformed_json_payload", "The body is not the JSON object that this route takes");

    /// <summary>An <c>allowfrom</c> entry is not an address with a prefix.</summary>
    internal static Problem InvalidAllowFrom { get; } = Problem.Define(
        400, "invalid_allowfrom_cidr", "An entry of allowfrom is not an address with a prefix length");

    /// <summary>The name cannot be a subdomain.</summary>
    internal static Problem BadName { get; } = Problem.Define(400, "bad_name", "The name cannot be a subdomain");

    /// <summary>The note is too long or holds control characters.</summary>
    internal static Problem BadNote { get; } =
        Problem.Define(400, "bad_note", "The note has more than 256 characters or one that is not text");

    /// <summary>The time is none, or past.</summary>
    internal static Problem BadExpires { get; } =
        Problem.Define(400, "bad_expires", "The time is not of RFC 3339 or not in the future");

    /// <summary>The overlap is out of its range.</summary>
    internal static Problem BadOverlap { get; } =
        Problem.Define(400, "bad_overlap", "The overlap is not 0 to 604800 seconds");

    /// <summary>The lifetime is out of its range.</summary>
    internal static Problem BadLifetime { get; } =
        Problem.Define(400, "bad_lifetime", "The lifetime is not 60 to 604800 seconds");

    /// <summary>The value is not a challenge digest.</summary>
    internal static Problem BadTxt { get; } =
        Problem.Define(400, "bad_txt", "The value is not 43 characters of A-Z, a-z, 0-9, - and _");

    /// <summary>The domain cannot be checked.</summary>
    internal static Problem BadDomain { get; } = Problem.Define(400, "bad_domain", "The domain cannot be checked");

    /// <summary>A query parameter is unknown, repeated or out of its range.</summary>
    internal static Problem BadQuery { get; } =
        Problem.Define(400, "bad_query", "A query parameter is unknown, repeated or not what it should be");

    /// <summary>The Idempotency-Key is not 1 to 128 visible characters.</summary>
    internal static Problem BadIdempotencyKey { get; } = Problem.Define(
        400, "bad_idempotency_key", "The Idempotency-Key is not 1 to 128 visible ASCII characters");

    /// <summary>Who is asking is not known here; which check failed is not told.</summary>
    internal static Problem Unauthenticated { get; } =
        Problem.Define(401, "unauthenticated", "A working operator token or credential is needed");

    /// <summary>Who is asking is known, and may not do this.</summary>
    internal static Problem RoleRequired { get; } =
        Problem.Define(403, "role_required", "This needs a role that the caller does not have");

    /// <summary>The token has made all the registrations that it may.</summary>
    internal static Problem TokenSpent { get; } =
        Problem.Define(403, "token_spent", "The token has no registrations left");

    /// <summary>There is nothing here, or nothing that is the caller's.</summary>
    internal static Problem NotFound { get; } = Problem.Define(404, "not_found", "There is nothing here");

    /// <summary>The route does not take this method.</summary>
    internal static Problem MethodNotAllowed { get; } =
        Problem.Define(405, "method_not_allowed", "The route does not take this method");

    /// <summary>The body did not arrive in time.</summary>
    internal static Problem RequestTimeout { get; } =
        Problem.Define(408, "request_timeout", "The body did not arrive in time");

    /// <summary>The chosen name exists, or did once.</summary>
    internal static Problem NameTaken { get; } =
        Problem.Define(409, "name_taken", "The name exists, or did once: a name is given out one single time");

    /// <summary>The zone has no place for the name: a value there would never be seen.</summary>
    internal static Problem NameNotServed { get; } =
        Problem.Define(409, "name_not_served", "The zone file has records of its own at the name");

    /// <summary>There is no resolver to check with.</summary>
    internal static Problem NoResolver { get; } =
        Problem.Define(409, "no_resolver", "The server has no resolvers to check with: Api:Resolvers sets them");

    /// <summary>No audit is kept.</summary>
    internal static Problem NoAudit { get; } =
        Problem.Define(409, "no_audit", "The server keeps no audit: Audit:Enabled turns it on");

    /// <summary>The body is longer than any that is taken.</summary>
    internal static Problem PayloadTooLarge { get; } =
        Problem.Define(413, "payload_too_large", "The body has more than 4096 octets");

    /// <summary>The body is said to be something else than JSON.</summary>
    internal static Problem UnsupportedMediaType { get; } =
        Problem.Define(415, "unsupported_media_type", "The body is not sent as application/json");

    /// <summary>The Idempotency-Key was used for another request.</summary>
    // 422 (RFC 9110 §15.5.21): everything is understood, and it is not what the key stands for.
    internal static Problem IdempotencyKeyReused { get; } = Problem.Define(
        422, "idempotency_key_reused", "The Idempotency-Key was used for another request");

    /// <summary>Other credentials have filled the name with values that authorities may be about to look for.</summary>
    internal static Problem TooManyValues { get; } = Problem
        .Define(429, "too_many_values", "Other credentials have filled the name with young values")
        .RetryAfter((int)ValueSet.Residence.TotalSeconds);

    /// <summary>Too much was asked for in a short time.</summary>
    internal static Problem TooManyRequests { get; } =
        Problem.Define(429, "too_many_requests", "Too many requests of this kind; try again later");

    /// <summary>A bug of ours.</summary>
    internal static Problem Internal { get; } =
        Problem.Define(500, "internal_error", "The server has made a mistake, which its log tells more of");

    /// <summary>The store cannot be used; nothing was changed.</summary>
    internal static Problem StorageUnavailable { get; } = Problem
        .Define(503, "storage_unavailable", "The store cannot be used right now; nothing was changed")
        .RetryAfter(StorageRetrySeconds);

    /// <summary>There are as many names as there may be.</summary>
    // RFC 4918 §11.5, as on the classic routes: no other request would do.
    internal static Problem TooManyNames { get; } =
        Problem.Define(507, "too_many_names", "There are as many names as there may be");

    /// <summary>The subdomain has as many credentials as it may have.</summary>
    internal static Problem TooManyCredentials { get; } =
        Problem.Define(507, "too_many_credentials", "The subdomain has as many credentials as it may have");

    /// <summary>All of them, in the order of their statuses.</summary>
    internal static IReadOnlyList<Problem> All { get; } =
    [
        BadRequest, MalformedJson, InvalidAllowFrom, BadName, BadNote, BadExpires, BadOverlap, BadLifetime, BadTxt,
        BadDomain, BadQuery, BadIdempotencyKey, Unauthenticated, RoleRequired, TokenSpent, NotFound, MethodNotAllowed,
        RequestTimeout, NameTaken, NameNotServed, NoResolver, NoAudit, PayloadTooLarge, UnsupportedMediaType,
        IdempotencyKeyReused, TooManyValues, TooManyRequests, Internal, StorageUnavailable, TooManyNames, TooManyCredentials,
    ];

    /// <summary>What a refusal of the pipeline around <c>/v1</c> is here.</summary>
    // Words and codes are the same on purpose, so that there is no second table; a word without a problem is a bug.
    internal static Problem Of(ApiError error) => All.FirstOrDefault(problem => problem.Code == error.Word) ?? Internal;
}
