using ValidationZone.Server.Api.Limits;

namespace ValidationZone.Server.Hosting;

/// <summary>Says at most once a minute that the API has refused requests for being too many.</summary>
internal sealed class LimitWatch(ApiLimits limits, ILogger log, TimeProvider clock)
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private static readonly (LimitKind Kind, string Words, string Setting)[] Kinds =
    [
        (LimitKind.FailedAuthentication, "failed authentications", "Limits:FailedAuthPerPrefixPerMinute"),
        (LimitKind.Registration, "registrations", "Limits:RegistrationsPerPrefixPerHour (or PerDay)"),
        (LimitKind.Update, "updates", "Limits:UpdatesPerCredentialPerMinute"),
    ];

    private readonly long[] _known = new long[Kinds.Length];

    /// <summary>Watches until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            foreach ((LimitKind kind, string words, string setting) in Kinds)
                Look(kind, words, setting);
        }
    }

    private void Look(LimitKind kind, string words, string setting)
    {
        // A line for many: whoever is refused can be so thousands of times a second.
        long refused = limits.RefusedCount(kind);
        if (refused > _known[(int)kind])
            Log.RequestsLimited(log, refused - _known[(int)kind], words, setting);

        _known[(int)kind] = refused;
    }
}
