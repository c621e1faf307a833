using System.Threading.Channels;

namespace ValidationZone.Accounts;

/// <summary>
/// Makes values vanish from DNS when their time is up, without asking the store, and tidies the store later.
/// </summary>
public sealed class ValueExpiry(IAccountStore store, AccountDirectory directory, TimeProvider clock)
{
    /// <summary>Timers take no longer times than some weeks; waking early does no harm.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    /// <summary>
    /// The least time between two rounds of tidying: a store may go through all that it holds to find what expired.
    /// </summary>
    private static readonly TimeSpan TidyInterval = TimeSpan.FromHours(1);

    // Signals, not queues: one that is set says all there is to say.
    private readonly Channel<bool> _timerFired = NewSignal();
    private readonly Channel<bool> _untidy = NewSignal();

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // What expired while the server was down is in the store only.
        _untidy.Writer.TryWrite(true);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            Task expiring = ExpireAsync(stop.Token);
            Task tidying = TidyAsync(stop.Token);
            await Task.WhenAny(expiring, tidying).ConfigureAwait(false);

            // Neither ends by itself. If one has failed, the other must not hide it by going on: values would stay in
            // DNS for ever, or in the store.
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(expiring, tidying).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The way to stop.
        }
    }

    private static Channel<bool> NewSignal() => Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private async Task ExpireAsync(CancellationToken cancellation)
    {
        // One timer for all values, set to the first that expires. It does not feel a step of the wall clock: values
        // then vanish late, by as much as the step.
        await using ITimer timer = clock.CreateTimer(
            _ => _timerFired.Writer.TryWrite(true), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Task<bool> fired = _timerFired.Reader.ReadAsync(cancellation).AsTask();
        Task<bool> earlier = directory.EarlierExpiry.ReadAsync(cancellation).AsTask();
        while (true)
        {
            if (directory.RemoveExpired())
                _untidy.Writer.TryWrite(true);

            // A value that was published between these two lines and expires earlier has set the signal below.
            timer.Change(TimeUntilNextExpiry(), Timeout.InfiniteTimeSpan);
            await (await Task.WhenAny(fired, earlier).ConfigureAwait(false)).ConfigureAwait(false);
            if (fired.IsCompletedSuccessfully)
                fired = _timerFired.Reader.ReadAsync(cancellation).AsTask();

            if (earlier.IsCompletedSuccessfully)
                earlier = directory.EarlierExpiry.ReadAsync(cancellation).AsTask();
        }
    }

    private TimeSpan TimeUntilNextExpiry()
    {
        // Past already when a batch was not the last: the timer then fires at once.
        long wait = directory.NextExpiry - clock.GetUtcNow().ToUnixTimeMilliseconds();
        return TimeSpan.FromMilliseconds(Math.Clamp(wait, 0, (long)LongestSleep.TotalMilliseconds));
    }

    private async Task TidyAsync(CancellationToken cancellation)
    {
        var retry = new RetryDelay(clock);
        while (true)
        {
            // A store that fails keeps its expired rows a little longer; no reader ever sees them.
            await _untidy.Reader.ReadAsync(cancellation).ConfigureAwait(false);
            while (!await TryTidyAsync().ConfigureAwait(false))
                await retry.WaitAsync(cancellation).ConfigureAwait(false);

            retry.Reset();
            await Task.Delay(TidyInterval, clock, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryTidyAsync()
    {
        try
        {
            while (await store.DeleteExpiredValuesAsync().ConfigureAwait(false))
            {
                // Each call does a part, so that other writers get their turn in between.
            }

            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}
