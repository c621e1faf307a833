using ValidationZone.Accounts;

namespace ValidationZone.Storage.Sqlite;

/// <summary>Tells the callers of some requests how these ended, in the thread pool.</summary>
/// <remarks>
/// Several callers go on one after the other in one work item: what most of them have left to do takes microseconds,
/// and handing each to the pool apart would cost about as much. None of them may block.
/// </remarks>
internal sealed class WriteOutcomes : IThreadPoolWorkItem
{
    // Few enough that the last one hardly waits, and that a batch keeps several processors busy.
    private const int CallersPerItem = 8;

    private readonly List<WriteRequest> _requests;
    private readonly Exception? _failure;

    private WriteOutcomes(List<WriteRequest> requests, Exception? failure)
    {
        _requests = requests;
        _failure = failure;
    }

    /// <summary>Has the callers told.</summary>
    /// <param name="batch">Requests that have been executed; the list may be used again at once.</param>
    /// <param name="failure">Why nothing of the batch was done; <see langword="null"/> when it was.</param>
    internal static void Tell(List<WriteRequest> batch, Exception? failure)
    {
        // Never here: the writer thread has the next batch to do.
        for (int i = 0; i < batch.Count; i += CallersPerItem)
        {
            List<WriteRequest> requests = batch.GetRange(i, Math.Min(CallersPerItem, batch.Count - i));
            ThreadPool.UnsafeQueueUserWorkItem(new WriteOutcomes(requests, failure), preferLocal: false);
        }
    }

    /// <inheritdoc/>
    public void Execute()
    {
        foreach (WriteRequest request in _requests)
        {
            if ((_failure ?? request.Failure) is { } failure)
                request.Fail(Unavailable(failure));
            else
                request.Complete();
        }
    }

    private static StoreUnavailableException Unavailable(Exception failure) =>
        failure as StoreUnavailableException
        ?? new StoreUnavailableException($"the store could not commit: {failure.Message}", failure);
}
