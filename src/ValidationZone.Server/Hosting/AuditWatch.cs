using ValidationZone.Accounts.Audit;

namespace ValidationZone.Server.Hosting;

/// <summary>Tells the log when the audit is not written: once a minute at most, and once when it is again.</summary>
internal sealed class AuditWatch(AuditLog audit, ILogger log, TimeProvider clock)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private DateTimeOffset _quietUntil;
    private bool _isFailing;
    private long _known;

    /// <summary>Watches until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(cancellation))
            Look();
    }

    private void Look()
    {
        (long dropped, string? failure) = (audit.DroppedCount, audit.LastFailure);
        if (_isFailing && failure is null && dropped == _known)
        {
            _isFailing = false;
            Log.AuditRecovered(log);
        }
        else if ((failure is not null || dropped > _known) && clock.GetUtcNow() >= _quietUntil)
        {
            // Not once an entry: a disk that is full would get no emptier.
            _isFailing = true;
            _quietUntil = clock.GetUtcNow() + Silence;
            Log.AuditFailing(log, dropped, failure ?? "entries come faster than the disk takes them");
        }

        _known = dropped;
    }
}
