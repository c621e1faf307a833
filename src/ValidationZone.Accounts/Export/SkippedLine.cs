namespace ValidationZone.Accounts.Export;

/// <summary>A line that was not imported.</summary>
/// <param name="Line">Its number; the first line of the file is 1.</param>
/// <param name="Subdomain">The name that it is about, if it could be read.</param>
/// <param name="Reason">Why, in fixed words.</param>
public sealed record SkippedLine(int Line, Subdomain? Subdomain, string Reason);
