namespace ValidationZone.Accounts;

/// <summary>What a rule makes of a subdomain.</summary>
/// <param name="Verdict">Anything but <see cref="EditVerdict.Done"/> leaves it as it is.</param>
/// <param name="Changed">The subdomain as it is to be; name, revision and times of use are the store's.</param>
public sealed record EditStep(EditVerdict Verdict, StoredSubdomain? Changed = null);
