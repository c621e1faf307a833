using ValidationZone.Authority.Zone;

namespace ValidationZone.Accounts;

/// <summary>Keeps the SOA serial from ever going back, also after a crash, without a write for each change.</summary>
/// <remarks>
/// The store holds a ceiling above every serial in use. A start begins at the ceiling (or the time in seconds, when
/// that is more) and moves the ceiling up before the first answer; it is moved again when the serial comes near.
/// The ceiling is a number of 64 bits that never wraps; the serial is its lower half (RFC 1982 §3).
/// </remarks>
public sealed class SerialReserve(IAccountStore store, RecordTable table, TimeProvider clock)
{
    // A million changes, or twelve days in which the serial follows the clock; 2,000 starts before half the serials of
    // RFC 1982 are passed, which a secondary must not sleep through.
    private const long Step = 1 << 20;
    private const long LeastReserve = 1 << 19;

    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private long _ceiling;

    /// <summary>Lifts the table's serial above every one used before, and reserves the next ones.</summary>
    /// <remarks>A store that cannot be written does not stop the start; <see cref="RunAsync"/> tries again.</remarks>
    /// <exception cref="StoreUnavailableException">The store could not be read.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        long ceiling = await store.ReadSerialCeilingAsync(cancellation).ConfigureAwait(false);
        _ceiling = Math.Max(ceiling, clock.GetUtcNow().ToUnixTimeSeconds());

        // Every serial of the last run lies below its ceiling, whether or not that run ended well.
        table.RaiseSerial((uint)_ceiling);
        await TryReserveAsync().ConfigureAwait(false);
    }

    /// <summary>Moves the ceiling whenever the serial comes near it, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var retry = new RetryDelay(clock);
        try
        {
            // Half a step lasts through half a million changes, far more than happen in a second.
            while (true)
            {
                await Task.Delay(CheckInterval, clock, cancellation).ConfigureAwait(false);
                if (await TryReserveAsync().ConfigureAwait(false))
                    retry.Reset();
                else
                    await retry.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The way to stop.
        }
    }

    /// <summary>Moves the ceiling if it is near; <see langword="false"/> when the store could not do it.</summary>
    private async Task<bool> TryReserveAsync()
    {
        // The serial is within 2^31 of the ceiling, so the signed difference of the lower halves is the whole one.
        long serial = _ceiling + (int)(table.Serial - (uint)_ceiling);
        if (_ceiling - serial >= LeastReserve)
            return true;

        try
        {
            // The store first: a ceiling that is not on the disk reserves nothing.
            await store.RaiseSerialCeilingAsync(serial + Step).ConfigureAwait(false);
            _ceiling = serial + Step;
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}
