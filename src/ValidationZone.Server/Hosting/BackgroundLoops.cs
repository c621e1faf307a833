using ValidationZone.Accounts;
using ValidationZone.Accounts.Audit;
using ValidationZone.Authority.Answering;

namespace ValidationZone.Server.Hosting;

/// <summary>Runs what goes on beside requests: following the store, expiry, the serial, watches for what is wrong.</summary>
internal sealed class BackgroundLoops(
    Composition parts, Func<IEnumerable<QueryCounters>> counters, ILogger log, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FaultWatch = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(1);

    /// <summary>The certificate to keep up to date; <see langword="null"/> without DNS over TLS.</summary>
    internal TlsCertificateWatch? Certificate { get; init; }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        KeepRunningAsync("the store follower", parts.Follower.RunAsync, stoppingToken),
        KeepRunningAsync("value expiry", parts.Expiry.RunAsync, stoppingToken),
        KeepRunningAsync("the book of uses", parts.Uses.RunAsync, stoppingToken),
        KeepUnusedAsync(stoppingToken),
        KeepRunningAsync("the serial reserve", parts.Serial.RunAsync, stoppingToken),
        KeepRunningAsync("the timeline", parts.Questions.RunAsync, stoppingToken),
        KeepRunningAsync("the fault watch", WatchFaultsAsync, stoppingToken),
        KeepRunningAsync("the store watch", WatchStoreAsync, stoppingToken),
        KeepRunningAsync("the stream watch", new StreamWatch(parts.StreamAdmission, log, clock).RunAsync, stoppingToken),
        KeepAuditAsync(stoppingToken),
        KeepRunningAsync("the limit watch", new LimitWatch(parts.Limits, log, clock).RunAsync, stoppingToken),
        Certificate is null
            ? Task.CompletedTask
            : KeepRunningAsync("the certificate watch", Certificate.RunAsync, stoppingToken));

    /// <summary>Runs a loop until cancelled; one that fails is logged and started again: answers must go on.</summary>
    private async Task KeepRunningAsync(string name, Func<CancellationToken, Task> run, CancellationToken cancellation)
    {
        // A loop that works before its first wait would otherwise run inside the start of the host.
        await Task.Yield();
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await run(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Each loop waits by itself for what it expects to fail. What comes here is a bug, and must not spin.
                Log.LoopFault(log, name, e);
                await Task.Delay(Pause, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private Task KeepAuditAsync(CancellationToken cancellation) => parts.Audit is not { } audit
        ? Task.CompletedTask
        : Task.WhenAll(
            KeepRunningAsync("the audit log", audit.RunAsync, cancellation),
            KeepRunningAsync("the audit watch", new AuditWatch(audit, log, clock).RunAsync, cancellation));

    private Task KeepUnusedAsync(CancellationToken cancellation) =>
        parts.NewUnusedAccounts(NoteExpiry) is { } unused
            ? KeepRunningAsync("the expiry of unused accounts", unused.RunAsync, cancellation)
            : Task.CompletedTask;

    private void NoteExpiry(Subdomain subdomain)
    {
        Log.SubdomainExpired(log, subdomain.Text);
        parts.Audit?.Record(new AuditEntry
        {
            At = clock.GetUtcNow(),
            Actor = AuditActor.Server,
            Action = AuditAction.SubdomainExpired,
            Subdomain = subdomain,
            Outcome = AuditOutcome.Done,
        });
    }

    private async Task WatchFaultsAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(FaultWatch, clock);
        long known = 0;
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            // The loops that answer count faults and never log: a flood of bad packets must not fill a disk.
            // After the listeners have closed, their counts are gone; a smaller total is no fault.
            long total = counters().Sum(block => block.Faults);
            if (total > known)
                Log.DnsFaults(log, total - known, total);

            known = total;
        }
    }

    private async Task WatchStoreAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(StorePause, clock);
        var watch = new StoreWatch(parts, log);
        do
            watch.Look();
        while (await timer.WaitForNextTickAsync(cancellation));
    }
}
