namespace ValidationZone.Accounts;

/// <summary>The one act: check, commit, publish, and only then say it is done.</summary>
public sealed class ChallengeUpdater(
    IAccountStore store, AccountDirectory directory, ValueLimits limits, TimeProvider clock)
{
    /// <summary>Is told which credentials are used; <see langword="null"/> for nobody.</summary>
    public UseBook? Uses { get; init; }

    /// <summary>Publishes a digest at the credential's subdomain, or refreshes it when it is live already.</summary>
    /// <remarks>
    /// Over a cap, the publisher's own oldest value goes. Once begun, the change is carried to its end.
    /// </remarks>
    /// <param name="credential">Who publishes, and where.</param>
    /// <param name="digest">What is published.</param>
    /// <param name="lifetime">How long it lives; <see langword="null"/> for as long as the server is set to.</param>
    /// <param name="times">Receives when it was committed and published.</param>
    public Task<UpdateOutcome> PublishAsync(
        AuthenticatedCredential credential,
        ChallengeDigest digest,
        TimeSpan? lifetime = null,
        ChangeTimes? times = null)
    {
        // Beside the limits and not in them: how old others' values are is told by the usual lifetime.
        ChallengeChange change = Change(credential, digest) with { Lifetime = lifetime };

        // Before the commit: "done" would be a promise that the value is seen. The static names never change while the
        // process runs, so the answer stays true until the change is published.
        return directory.IsServed(change.Subdomain)
            ? ChangeAsync(change, times)
            : Task.FromResult(UpdateOutcome.NotServed);
    }

    /// <summary>
    /// Removes a digest from the credential's subdomain; one that is not there is <see cref="UpdateOutcome.Done"/>
    /// too.
    /// </summary>
    /// <param name="credential">Who asks for it.</param>
    /// <param name="digest">What is removed.</param>
    /// <param name="times">Receives when it was committed and published.</param>
    public Task<UpdateOutcome> RemoveAsync(
        AuthenticatedCredential credential, ChallengeDigest digest, ChangeTimes? times = null) =>
        ChangeAsync(Change(credential, digest) with { IsRemoval = true }, times);

    private ChallengeChange Change(AuthenticatedCredential credential, ChallengeDigest digest)
    {
        ArgumentNullException.ThrowIfNull(credential);
        ArgumentNullException.ThrowIfNull(digest);
        return new ChallengeChange
        {
            Subdomain = credential.Subdomain,
            Publisher = credential.Username,
            Digest = digest,

            // Before the queue, so that a value's life does not depend on how long the disk takes.
            At = clock.GetUtcNow(),
            Limits = limits,
        };
    }

    private async Task<UpdateOutcome> ChangeAsync(ChallengeChange change, ChangeTimes? times)
    {
        try
        {
            ChangeReceipt? receipt = await store.ChangeValuesAsync(change).ConfigureAwait(false);

            // The proof was good when it was given; the store has the last word on whether it still is.
            if (receipt is null)
                return UpdateOutcome.Forbidden;

            if (receipt.IsRefused)
                return UpdateOutcome.NameFull;

            // The store has committed: a crash from here on loses nothing, the next start loads it.
            if (times is not null)
                times.CommittedAt = clock.GetTimestamp();

            directory.ApplyValues(change.Subdomain, receipt.Revision, receipt.Values);
            if (times is not null)
                times.PublishedAt = clock.GetTimestamp();

            Uses?.NoteCredential(change.Publisher);
            return UpdateOutcome.Done;
        }
        catch (StoreUnavailableException)
        {
            return UpdateOutcome.StorageUnavailable;
        }
    }
}
