using ValidationZone.Wire;

namespace ValidationZone.Server.Api;

/// <summary>Looks in DNS whether the validation domain name of a domain is an alias that leads to a fulldomain.</summary>
/// <returns><see langword="false"/> also when DNS gave no answer in time.</returns>
internal delegate Task<bool> AliasLookUp(DomainName domain, string fulldomain, CancellationToken cancellation);
