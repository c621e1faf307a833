namespace ValidationZone.Accounts;

/// <summary>Keeps the directory equal to the store when another process, such as the command line, changes it.</summary>
public sealed class StoreFollower(IAccountStore store, AccountDirectory directory)
{
    /// <summary>Follows until cancelled. A store that cannot be read is tried again; answers go on meanwhile.</summary>
    public Task RunAsync(CancellationToken cancellation) => throw new NotImplementedException($"{store}{directory}");
}
