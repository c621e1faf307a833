using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>Who mounts or copies the table of mounts of this machine, one after the other.</summary>
/// <remarks>
/// A copy keeps every file system that was mounted when it was made: one that is cut off and unmounted would not go
/// away, and would be there again, dead as it is, when its disk is mounted anew.
/// </remarks>
internal static class MountTable
{
    /// <summary>Waits for its turn, which lasts until what is returned is disposed of.</summary>
    public static async Task<IDisposable> TakeAsync()
    {
        MachineClaim? claim = null;
        await Eventually.HoldsAsync(
            "nobody else mounts or copies mounts",
            () => (claim = MachineClaim.TryTake("mounts")) is not null,
            TimeSpan.FromMinutes(10));
        return claim!;
    }
}
