namespace ValidationZone.Storage.AcmeDns;

/// <summary>One published value as acme-dns stores it, nothing of it checked.</summary>
/// <param name="Text">What the TXT record holds.</param>
/// <param name="PublishedAt">When it was published, in seconds since 1970.</param>
internal readonly record struct AcmeDnsValue(string Text, long PublishedAt);
