namespace ValidationZone.Accounts;

/// <summary>What a store made of a <see cref="NewSubdomain"/>.</summary>
/// <param name="Verdict">Whether it is registered, or why not.</param>
/// <param name="Revision">The revision of the new subdomain; 0 when nothing was registered.</param>
/// <param name="Kept">The reply kept earlier; only with <see cref="RegistrationVerdict.Repeated"/>.</param>
public sealed record RegistrationReceipt(RegistrationVerdict Verdict, long Revision = 0, SealedReply? Kept = null);
