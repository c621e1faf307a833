namespace ValidationZone.Accounts;

/// <summary>What few subdomains have: a name that is longer than a UUID, or more than one credential.</summary>
internal sealed record RareParts(byte[]? LongName, CredentialEntry[] OtherCredentials)
{
    /// <summary>The parts of a subdomain that has neither, which all of them share.</summary>
    internal static RareParts None { get; } = new(LongName: null, OtherCredentials: []);
}
