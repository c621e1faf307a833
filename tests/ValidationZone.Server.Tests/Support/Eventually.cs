namespace ValidationZone.Server.Tests;

/// <summary>Waits for what has no event of its own.</summary>
internal static class Eventually
{
    internal static async Task HoldsAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
            await tick.WaitForNextTickAsync(patience.Token);
    }
}
