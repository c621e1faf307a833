namespace ValidationZone.Accounts;

/// <summary>What a rule makes of a subdomain.</summary>
/// <param name="Verdict">Anything but <see cref="EditVerdict.Done"/> leaves it as it is.</param>
/// <param name="Changed">The subdomain as it is to be; name, revision and times of use are the store's.</param>
/// <param name="RevokedImport">
/// The credential whose imported key is replaced without ever having been seen: what was stored does not tell that from
/// the first use of it.
/// </param>
public sealed record EditStep(EditVerdict Verdict, StoredSubdomain? Changed = null, Guid? RevokedImport = null);
