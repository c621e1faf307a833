using System.Threading.Channels;

namespace ValidationZone.Accounts;

/// <summary>Fills the directory and the table from the store before any listener opens.</summary>
public sealed class TableLoader(IAccountStore store, AccountDirectory directory)
{
    // Some lines a second on a large store, none on a small one.
    private const int ProgressStep = 10_000;

    /// <summary>Handing over costs as much as reading a few subdomains; half a megabyte waits at most.</summary>
    private const int BatchSize = 256;

    private const int WaitingBatches = 4;

    /// <summary>Loads every subdomain, credential and live value, then marks the table as loaded.</summary>
    /// <param name="progress">Told how many subdomains have been loaded, now and then.</param>
    /// <param name="cancellation">Stops the load; the table then stays unloaded.</param>
    /// <exception cref="StoreUnavailableException">The store could not be read; the table stays unloaded.</exception>
    public async Task LoadAsync(IProgress<int>? progress, CancellationToken cancellation)
    {
        // Reading takes as long as entering: each has a thread.
        Channel<List<StoredSubdomain>> batches = Channel.CreateBounded<List<StoredSubdomain>>(
            new BoundedChannelOptions(WaitingBatches) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task reading = Task.Run(() => ReadAsync(batches.Writer, stop.Token), CancellationToken.None);
        int count;
        try
        {
            count = await ApplyAsync(batches.Reader, progress, cancellation).ConfigureAwait(false);
        }
        finally
        {
            // Whatever ended the one ends the other: nobody is left who takes what is read.
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // What ended the reading too early is thrown here, before anything says that the table is complete.
        await reading.ConfigureAwait(false);

        // From here on an unknown name is NXDOMAIN; until here it would have been a false one.
        directory.MarkLoaded();
        progress?.Report(count);
    }

    private async Task<int> ApplyAsync(
        ChannelReader<List<StoredSubdomain>> batches, IProgress<int>? progress, CancellationToken cancellation)
    {
        int count = 0;
        await foreach (List<StoredSubdomain> batch in batches.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            foreach (StoredSubdomain stored in batch)
            {
                directory.Apply(stored);
                if (++count % ProgressStep == 0)
                    progress?.Report(count);
            }
        }

        return count;
    }

    /// <summary>Reads to the end; batches end with it, whatever it was.</summary>
    private async Task ReadAsync(ChannelWriter<List<StoredSubdomain>> batches, CancellationToken cancellation)
    {
        try
        {
            var batch = new List<StoredSubdomain>(BatchSize);
            await foreach (StoredSubdomain stored in store.ReadAsync(null, cancellation).ConfigureAwait(false))
            {
                batch.Add(stored);
                if (batch.Count < BatchSize)
                    continue;

                await batches.WriteAsync(batch, cancellation).ConfigureAwait(false);
                batch = new List<StoredSubdomain>(BatchSize);
            }

            await batches.WriteAsync(batch, cancellation).ConfigureAwait(false);
        }
        finally
        {
            batches.Complete();
        }
    }
}
