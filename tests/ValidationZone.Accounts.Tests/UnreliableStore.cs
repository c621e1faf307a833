namespace ValidationZone.Accounts.Tests;

/// <summary>A store that can be switched off; what it does while on is the real one's doing.</summary>
internal sealed class UnreliableStore(IAccountStore store) : IAccountStore
{
    private volatile bool _isDown;
    private int _refusals;

    public bool IsDown
    {
        get => _isDown;
        set => _isDown = value;
    }

    /// <summary>What is thrown while it is down, when it should not be what callers expect.</summary>
    public Exception? Bug { get; set; }

    public int Refusals => Volatile.Read(ref _refusals);

    public int SearchCount { get; private set; }

    /// <summary>How many uses came together at most.</summary>
    public int LargestReport { get; private set; }

    public Task<bool> IsAvailableAsync(CancellationToken cancellation) => Task.FromResult(!IsDown);

    public Task VerifyPepperAsync(KeyHasher hasher, CancellationToken cancellation) =>
        Up().VerifyPepperAsync(hasher, cancellation);

    public async IAsyncEnumerable<StoredSubdomain> ReadAsync(
        long? afterRevision, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (StoredSubdomain stored in Up().ReadAsync(afterRevision, cancellation))
            yield return stored;
    }

    public Task<IReadOnlyList<StoredSubdomain>> SearchAsync(
        SubdomainSearch search, CancellationToken cancellation)
    {
        SearchCount++;
        return Up().SearchAsync(search, cancellation);
    }

    public Task<StoredSubdomain?> FindAsync(Subdomain subdomain, CancellationToken cancellation) =>
        Up().FindAsync(subdomain, cancellation);

    public Task<RegistrationReceipt> RegisterAsync(NewSubdomain registration) => Up().RegisterAsync(registration);

    public Task<ChangeReceipt?> ChangeValuesAsync(ChallengeChange change) => Up().ChangeValuesAsync(change);

    public Task<EditReceipt> EditAsync(SubdomainEdit edit) => Up().EditAsync(edit);

    public Task<StoredSubdomain?> DeleteAsync(Subdomain subdomain, DateTimeOffset? unusedSince = null) =>
        Up().DeleteAsync(subdomain, unusedSince);

    public Task<IReadOnlyList<ImportVerdict>> ImportAsync(IReadOnlyList<StoredSubdomain> batch) =>
        Up().ImportAsync(batch);

    public Task RecordUseAsync(UseReport report)
    {
        LargestReport = Math.Max(LargestReport, report.Credentials.Count + report.Tokens.Count + report.Queried.Count);
        return Up().RecordUseAsync(report);
    }

    public Task<bool> DeleteExpiredValuesAsync() => Up().DeleteExpiredValuesAsync();

    public Task<long> ReadSerialCeilingAsync(CancellationToken cancellation) =>
        store.ReadSerialCeilingAsync(cancellation);

    public Task RaiseSerialCeilingAsync(long ceiling) => Up().RaiseSerialCeilingAsync(ceiling);

    public Task AddTokenAsync(OperatorToken token) => Up().AddTokenAsync(token);

    public Task<IReadOnlyList<OperatorToken>> ListTokensAsync(CancellationToken cancellation) =>
        Up().ListTokensAsync(cancellation);

    public Task<OperatorToken?> FindTokenAsync(ReadOnlyMemory<byte> secretHash, CancellationToken cancellation) =>
        Up().FindTokenAsync(secretHash, cancellation);

    public Task<bool> RevokeTokenAsync(Guid id) => Up().RevokeTokenAsync(id);

    public Task<bool> PutSealedAccountAsync(SealedAccount account) => Up().PutSealedAccountAsync(account);

    public Task<byte[]?> FindSealedAccountAsync(ReadOnlyMemory<byte> place, CancellationToken cancellation) =>
        Up().FindSealedAccountAsync(place, cancellation);

    public Task<long> WaitForOutsideChangeAsync(CancellationToken cancellation) =>
        store.WaitForOutsideChangeAsync(cancellation);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private IAccountStore Up()
    {
        if (!IsDown)
            return store;

        Interlocked.Increment(ref _refusals);
        throw Bug ?? new StoreUnavailableException("switched off");
    }
}
