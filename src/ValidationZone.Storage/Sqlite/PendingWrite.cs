namespace ValidationZone.Storage.Sqlite;

/// <summary>A request with a result.</summary>
internal sealed class PendingWrite<T>(Func<WriteSession, T> work) : WriteRequest
{
    // Callers go on where it is completed, which is in the thread pool and never on the writer thread: WriteOutcomes.
    private readonly TaskCompletionSource<T> _completion = new();

    // Written and read by the writer thread only; the caller gets it through the completion.
    private T _result = default!;

    /// <summary>What the caller waits for.</summary>
    internal Task<T> Result => _completion.Task;

    internal override void Complete() => _completion.TrySetResult(_result);

    internal override void Fail(Exception reason) => _completion.TrySetException(reason);

    protected override void Execute(WriteSession session) => _result = work(session);
}
