using ValidationZone.Authority.Zone;

namespace ValidationZone.Accounts;

/// <summary>Keeps the SOA serial from ever going back, also after a crash, without a write for each change.</summary>
/// <remarks>
/// The store holds a ceiling above every serial in use. A start begins at the ceiling (or the time in seconds, when
/// that is more) and moves the ceiling up before the first answer; it is moved again when the serial comes near.
/// </remarks>
public sealed class SerialReserve(IAccountStore store, RecordTable table, TimeProvider clock)
{
    /// <summary>Lifts the table's serial above every one used before, and reserves the next ones.</summary>
    /// <exception cref="StoreUnavailableException">The store could not be read.</exception>
    public Task StartAsync(CancellationToken cancellation) => throw new NotImplementedException($"{store}{table}{clock}");

    /// <summary>Moves the ceiling whenever the serial comes near it, until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => throw new NotImplementedException();
}
