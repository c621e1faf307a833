namespace ValidationZone.Server.Api;

/// <summary>
/// Stands in front of the API: knows which requests are under way, and lets none begin once it is to stop.
/// </summary>
/// <remarks>Safe for any number of threads.</remarks>
internal sealed class RequestDrain(RequestDelegate api)
{
    private readonly Lock _lock = new();
    // Else the rest of the stop would run inside of the last request, under the lock.
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _underWay;
    private bool _isStopping;

    /// <summary>Handles one request, or refuses it in the few seconds before the end.</summary>
    internal async Task HandleAsync(HttpContext context)
    {
        if (!TryEnter())
        {
            // What would begin now might be cut off half-way. The client's next connection may meet another server.
            context.Response.Headers.Connection = "close";
            await ApiReply.RefuseAsync(context.Response, ApiError.Stopping);
            return;
        }

        try
        {
            await api(context);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Refuses new requests, and waits until those under way have their replies.</summary>
    /// <param name="patience">Ends the wait, without an exception.</param>
    internal async Task DrainAsync(CancellationToken patience)
    {
        lock (_lock)
        {
            _isStopping = true;
            if (_underWay == 0)
                _drained.TrySetResult();
        }

        await _drained.Task.WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool TryEnter()
    {
        lock (_lock)
        {
            if (!_isStopping)
                _underWay++;

            return !_isStopping;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            _underWay--;
            if (_isStopping && _underWay == 0)
                _drained.TrySetResult();
        }
    }
}
