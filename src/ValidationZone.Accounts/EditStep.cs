namespace ValidationZone.Accounts;

/// <summary>What a rule makes of a subdomain.</summary>
/// <param name="Verdict">Anything but <see cref="EditVerdict.Done"/> leaves it as it is.</param>
/// <param name="Changed">The subdomain as it is to be; name, revision and times of use are the store's.</param>
/// <param name="IsAdoption">
/// Whether hashes have changed and keys have not: no key is taken away, and none has to be remembered as gone.
/// </param>
public sealed record EditStep(EditVerdict Verdict, StoredSubdomain? Changed = null, bool IsAdoption = false);
