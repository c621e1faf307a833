namespace ValidationZone.Accounts;

/// <summary>Accounts and digests on disk; the storage seam.</summary>
public interface IAccountStore : IAsyncDisposable
{
    /// <summary>Whether the store takes writes right now, found by asking it; never throws.</summary>
    Task<bool> IsAvailableAsync(CancellationToken cancellation);
}
