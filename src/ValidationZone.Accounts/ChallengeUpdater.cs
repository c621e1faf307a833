namespace ValidationZone.Accounts;

/// <summary>The one act: check, commit, publish, and only then say it is done.</summary>
public sealed class ChallengeUpdater(IAccountStore store, AccountDirectory directory, ValueLimits limits, TimeProvider clock)
{
    /// <summary>Publishes a digest at the credential's subdomain, or refreshes it when it is live already.</summary>
    /// <remarks>Over a cap, the publisher's own oldest value goes. Once begun, the change is carried to its end.</remarks>
    public Task<UpdateOutcome> PublishAsync(AuthenticatedCredential credential, ChallengeDigest digest) =>
        throw new NotImplementedException($"{store}{directory}{limits}{clock}");

    /// <summary>Removes a digest from the credential's subdomain; one that is not there is <see cref="UpdateOutcome.Done"/> too.</summary>
    public Task<UpdateOutcome> RemoveAsync(AuthenticatedCredential credential, ChallengeDigest digest) =>
        throw new NotImplementedException();
}
