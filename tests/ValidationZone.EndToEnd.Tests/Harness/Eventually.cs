using System.Diagnostics;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>Waits for something to become true, looking often, with a bound.</summary>
/// <remarks>The bound is for a machine that is stolen for a while: who passes has not waited for it.</remarks>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task HoldsAsync(string what, Func<bool> condition, TimeSpan? bound = null) =>
        HoldsAsync(what, () => Task.FromResult(condition()), bound);

    public static async Task HoldsAsync(string what, Func<Task<bool>> condition, TimeSpan? bound = null)
    {
        TimeSpan limit = bound ?? TimeSpan.FromMinutes(2);
        long started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
                Assert.Fail($"not within {limit}: {what}");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
