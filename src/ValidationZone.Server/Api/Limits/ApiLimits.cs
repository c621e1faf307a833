using System.Net;
using System.Threading.RateLimiting;
using ValidationZone.Accounts;
using ValidationZone.Server.Configuration;

namespace ValidationZone.Server.Api.Limits;

/// <summary>How often the API may be asked by one network, or with one credential.</summary>
/// <remarks>
/// There is no limit for the whole server: nobody can use up what is another's. A right key is never refused, or kept
/// waiting, for what its neighbours do: only requests that have failed already are counted by network.
/// </remarks>
internal sealed class ApiLimits
{
    /// <summary>Networks that are told apart; all others together count as one.</summary>
    private const int MostPrefixes = 100_000;

    // Credentials cannot be invented, so more of them than this at once are guests and no flood.
    private const int MostCredentials = 200_000;

    private readonly SlidingWindowLimiter<ulong>? _failures;
    private readonly SlidingWindowLimiter<ulong>? _registrationsPerHour;
    private readonly SlidingWindowLimiter<ulong>? _registrationsPerDay;
    private readonly SlidingWindowLimiter<Guid>? _updates;
    private readonly long[] _refused = new long[Enum.GetValues<LimitKind>().Length];

    /// <summary>Makes limits with nothing spent.</summary>
    internal ApiLimits(ApiLimitSettings settings, TimeProvider clock)
    {
        _failures = PerPrefix(settings.FailedAuthPerPrefixPerMinute, TimeSpan.FromMinutes(1), clock);
        _registrationsPerHour = PerPrefix(settings.RegistrationsPerPrefixPerHour, TimeSpan.FromHours(1), clock);
        _registrationsPerDay = PerPrefix(settings.RegistrationsPerPrefixPerDay, TimeSpan.FromDays(1), clock);
        var updates = new LimitBounds(
            settings.UpdatesPerCredentialPerMinute, TimeSpan.FromMinutes(1), MostCredentials, IsOverflowLimited: false);
        _updates = updates.Permits == 0 ? null : new SlidingWindowLimiter<Guid>(updates, clock);
    }

    /// <summary>Counts a failed authentication, whatever it failed for.</summary>
    /// <returns>The refusal: forbidden, or too many of them from this network.</returns>
    internal ApiError RefuseFailure(IPAddress client) =>
        Take(_failures, SourcePrefix.Of(client), LimitKind.FailedAuthentication) ?? ApiError.Forbidden;

    /// <summary>Passes an error on, and counts it when it is a failed authentication.</summary>
    internal ApiError Refuse(ApiError error, IPAddress client) =>
        // This one stands for a wrong key, token or name alike, and no other refusal is a failed authentication.
        ReferenceEquals(error, ApiError.Forbidden) ? RefuseFailure(client) : error;

    /// <summary>Looks whether a network may register one more, without counting it.</summary>
    internal ApiError? CheckRegistration(IPAddress client) => TakeRegistration(client, permits: 0);

    /// <summary>Counts a registration of a network that has no token.</summary>
    internal ApiError? TakeRegistration(IPAddress client) => TakeRegistration(client, permits: 1);

    /// <summary>Counts a change by a credential.</summary>
    internal ApiError? TakeUpdate(AuthenticatedCredential credential) =>
        Take(_updates, credential.Username, LimitKind.Update);

    /// <summary>How many requests were refused for this since the start.</summary>
    internal long RefusedCount(LimitKind kind) => Interlocked.Read(ref _refused[(int)kind]);

    private static SlidingWindowLimiter<ulong>? PerPrefix(int permits, TimeSpan period, TimeProvider clock) =>
        permits == 0
            ? null
            : new SlidingWindowLimiter<ulong>(
                new LimitBounds(permits, period, MostPrefixes, IsOverflowLimited: true), clock);

    private ApiError? TakeRegistration(IPAddress client, int permits)
    {
        ulong prefix = SourcePrefix.Of(client);
        // The day's is looked at first and counted last: what the hour refuses must not use up the day.
        return Take(_registrationsPerDay, prefix, LimitKind.Registration, permits: 0)
            ?? Take(_registrationsPerHour, prefix, LimitKind.Registration, permits)
            ?? Take(_registrationsPerDay, prefix, LimitKind.Registration, permits);
    }

    private ApiError? Take<TKey>(PartitionedRateLimiter<TKey>? limiter, TKey key, LimitKind kind, int permits = 1)
    {
        if (limiter is null)
            return null;

        using RateLimitLease lease = limiter.AttemptAcquire(key, permits);
        if (lease.IsAcquired)
            return null;

        Interlocked.Increment(ref _refused[(int)kind]);
        lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan retryAfter);
        return ApiError.TooManyRequests(retryAfter);
    }
}
