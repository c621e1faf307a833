using System.Text;
using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;

namespace ValidationZone.Server.Api;

/// <summary>Everything the API can refuse, and the only place where outcomes become statuses and words.</summary>
internal sealed class ApiError
{
    // Long beside a commit, short beside the minutes that an ACME client waits for its order.
    private const int RetryAfter = 5;

    // RFC 6585 §4: the wait goes along. The second is only the form; the limiter knows how long it really is.
    private static readonly ApiError TooMany = new(StatusCodes.Status429TooManyRequests, "too_many_requests", 1);

    private ApiError(int status, string word, int? retryAfterSeconds = null)
    {
        Status = status;
        Word = word;
        Outcome = AuditOutcome.Of(word);
        RetryAfterSeconds = retryAfterSeconds;
        // Made once: two refusals for different reasons are the same octets, and take the same time. The space after
        // the colon is part of the contract with acme-dns.
        Body = Encoding.ASCII.GetBytes($$"""{"error": "{{word}}"}""");
    }

    private ApiError(ApiError error, int retryAfterSeconds)
    {
        (Status, Word, Outcome, Body) = (error.Status, error.Word, error.Outcome, error.Body);
        RetryAfterSeconds = retryAfterSeconds;
    }

    /// <summary>Who is asking cannot do this; which check failed is not told.</summary>
    internal static ApiError Forbidden { get; } = new(StatusCodes.Status401Unauthorized, "forbidden");

    /// <summary>The value is not a challenge digest.</summary>
    internal static ApiError BadTxt { get; } = new(StatusCodes.Status400BadRequest, "bad_txt");

    /// <summary>What stands in the path is not a domain that a certificate could name.</summary>
    internal static ApiError BadDomain { get; } = new(StatusCodes.Status400BadRequest, "bad_domain");

    /// <summary>The body is not the JSON that the route takes.</summary>
    internal static ApiError MalformedJson { get; } = new(StatusCodes.Status400BadRequest, "malformed_json_payload");

    /// <summary>An <c>allowfrom</c> entry is not an address with a prefix.</summary>
    internal static ApiError InvalidAllowFrom { get; } = new(StatusCodes.Status400BadRequest, "invalid_allowfrom_cidr");

    /// <summary>The request is not valid HTTP.</summary>
    internal static ApiError BadRequest { get; } = new(StatusCodes.Status400BadRequest, "bad_request");

    /// <summary>Accounts cannot be created through the API.</summary>
    // 403 and not 401: there is no credential that would help (RFC 9110 §15.5.4).
    internal static ApiError RegistrationClosed { get; } = new(StatusCodes.Status403Forbidden, "registration_closed");

    /// <summary>No route of ours.</summary>
    internal static ApiError NotFound { get; } = new(StatusCodes.Status404NotFound, "not_found");

    /// <summary>The route does not take this method.</summary>
    internal static ApiError MethodNotAllowed { get; } =
        new(StatusCodes.Status405MethodNotAllowed, "method_not_allowed");

    /// <summary>The body did not arrive in time.</summary>
    internal static ApiError RequestTimeout { get; } = new(StatusCodes.Status408RequestTimeout, "request_timeout");

    /// <summary>The zone file has records of its own at the name: a value there would never be seen.</summary>
    // No "try again": only the operator can change it.
    internal static ApiError NameNotServed { get; } = new(StatusCodes.Status409Conflict, "name_not_served");

    /// <summary>Other credentials have filled the name with values that authorities may be about to look for.</summary>
    internal static ApiError TooManyValues { get; } = new(
        StatusCodes.Status429TooManyRequests, "too_many_values", (int)ValueSet.Residence.TotalSeconds);

    /// <summary>The body is longer than any that we take.</summary>
    internal static ApiError PayloadTooLarge { get; } = new(StatusCodes.Status413PayloadTooLarge, "payload_too_large");

    /// <summary>There are as many names as there may be.</summary>
    // 507 (RFC 4918 §11.5) and no 4xx: nothing about the request is wrong, and no other one would do.
    internal static ApiError TooManyNames { get; } =
        new(StatusCodes.Status507InsufficientStorage, "too_many_names");

    /// <summary>A bug of ours.</summary>
    internal static ApiError Internal { get; } = new(StatusCodes.Status500InternalServerError, "internal_error");

    /// <summary>The store cannot commit; nothing was changed.</summary>
    internal static ApiError StorageUnavailable { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "storage_unavailable", RetryAfter);

    /// <summary>A key that came from another server could not be looked at yet; it may be right.</summary>
    // Never 401: to clients that means that the account is lost, and some register a new one.
    internal static ApiError Busy { get; } = new(StatusCodes.Status503ServiceUnavailable, "busy", RetryAfter);

    /// <summary>The process is about to end and takes no more requests.</summary>
    internal static ApiError Stopping { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "stopping", RetryAfter);

    /// <summary>The HTTP status.</summary>
    internal int Status { get; }

    /// <summary>The word that clients see.</summary>
    internal string Word { get; }

    /// <summary>The same word for the audit.</summary>
    internal AuditOutcome Outcome { get; }

    /// <summary>When to try again.</summary>
    internal int? RetryAfterSeconds { get; }

    /// <summary>The reply's body.</summary>
    internal ReadOnlyMemory<byte> Body { get; }

    /// <summary>The network, or the credential, has asked too often.</summary>
    // Rounded up: who comes back in the second before would be refused once more.
    internal static ApiError TooManyRequests(TimeSpan retryAfter) =>
        new(TooMany, Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds)));

    /// <summary>What a change's outcome means to the client; <see langword="null"/> is success.</summary>
    internal static ApiError? For(UpdateOutcome outcome) => outcome switch
    {
        UpdateOutcome.Done => null,
        UpdateOutcome.Forbidden => Forbidden,
        UpdateOutcome.NotServed => NameNotServed,
        UpdateOutcome.NameFull => TooManyValues,
        UpdateOutcome.StorageUnavailable => StorageUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "this outcome has no status"),
    };

    /// <summary>What a registration's outcome means to the client; <see langword="null"/> is success.</summary>
    internal static ApiError? For(RegistrationOutcome outcome) => outcome switch
    {
        RegistrationOutcome.Created => null,
        RegistrationOutcome.TokenSpent => Forbidden,
        RegistrationOutcome.Full => TooManyNames,
        RegistrationOutcome.StorageUnavailable => StorageUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "this outcome has no status"),
    };

    /// <summary>What the first use of an imported key means to the client; <see langword="null"/> is success.</summary>
    internal static ApiError? For(KeyTrialOutcome outcome) => outcome switch
    {
        KeyTrialOutcome.Accepted => null,
        KeyTrialOutcome.Refused => Forbidden,
        KeyTrialOutcome.Busy => Busy,
        KeyTrialOutcome.StorageUnavailable => StorageUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "this outcome has no status"),
    };

    /// <summary>What the server's own refusal of a request body means to the client.</summary>
    internal static ApiError For(BadHttpRequestException refusal) => refusal.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => PayloadTooLarge,
        StatusCodes.Status408RequestTimeout => RequestTimeout,
        _ => BadRequest,
    };
}
