namespace ValidationZone.Delegation.Tests.Scripted;

/// <summary>
/// The real time, in which nothing is due before the servers have dealt with all that was sent to them: on a machine
/// that stands still for a moment, only those are silent that mean to be.
/// </summary>
internal sealed class PatientTime(Func<Task> catchUp) : TimeProvider
{
    // Once for the servers to answer, once more for whoever asked to read it.
    private const int Rounds = 2;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new PatientTimer(catchUp, () => callback(state), dueTime, period);

    private sealed class PatientTimer : ITimer
    {
        private readonly Func<Task> _catchUp;
        private readonly Action _fire;
        private readonly ITimer _timer;
        private volatile bool _isDisposed;

        internal PatientTimer(Func<Task> catchUp, Action fire, TimeSpan dueTime, TimeSpan period)
        {
            _catchUp = catchUp;
            _fire = fire;
            _timer = System.CreateTimer(_ => Task.Run(FireAsync), null, dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => _timer.Change(dueTime, period);

        public void Dispose()
        {
            _isDisposed = true;
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task FireAsync()
        {
            for (int round = 0; round < Rounds && !_isDisposed; round++)
                await _catchUp();

            if (!_isDisposed)
                _fire();
        }
    }
}
