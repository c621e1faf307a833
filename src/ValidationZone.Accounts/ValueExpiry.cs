namespace ValidationZone.Accounts;

/// <summary>Makes values vanish from DNS when their time is up, without asking the store, and tidies the store later.</summary>
public sealed class ValueExpiry(IAccountStore store, AccountDirectory directory, TimeProvider clock)
{
    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => throw new NotImplementedException($"{store}{directory}{clock}");
}
