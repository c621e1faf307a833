namespace ValidationZone.Accounts.Tests;

/// <summary>Waits for what another thread brings about and nobody announces.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<bool> condition)
    {
        using var bound = new CancellationTokenSource(Bound);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
            Assert.True(await timer.WaitForNextTickAsync(bound.Token));
    }
}
