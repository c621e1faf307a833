namespace ValidationZone.LoadGenerator.Measuring;

/// <summary>Processor time of a server.</summary>
/// <param name="User">Of its own, in seconds.</param>
/// <param name="System">In the kernel for it, in seconds.</param>
/// <param name="Threads">Both together, of the threads that are measured apart.</param>
internal readonly record struct ServerTime(double User, double System, double Threads)
{
    /// <summary>What was used between two readings.</summary>
    public static ServerTime operator -(ServerTime after, ServerTime before) =>
        new(after.User - before.User, after.System - before.System, after.Threads - before.Threads);
}
