namespace ValidationZone.Server.Tests;

/// <summary>Waits for what has no event of its own.</summary>
internal static class Eventually
{
    internal static Task HoldsAsync(Func<bool> condition) => HoldsAsync(() => Task.FromResult(condition()));

    internal static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!await condition())
            await tick.WaitForNextTickAsync(patience.Token);
    }
}
