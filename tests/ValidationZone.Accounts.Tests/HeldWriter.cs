using ValidationZone.Storage.Sqlite;

namespace ValidationZone.Accounts.Tests;

/// <summary>Queues requests while the writer is busy, so that they become one batch.</summary>
internal static class HeldWriter
{
    public static async Task<T> WhileWriterIsHeldAsync<T>(this SqliteAccountStore store, Func<T> queue)
    {
        using var isHeld = new SemaphoreSlim(0);
        using var release = new ManualResetEventSlim();
        Task<bool> holding = store.WriteAsync(_ =>
        {
            isHeld.Release();
            return release.Wait(TimeSpan.FromSeconds(60));
        });
        await isHeld.WaitAsync(TestContext.Current.CancellationToken);
        T queued = queue();
        release.Set();
        Assert.True(await holding);
        return queued;
    }
}
