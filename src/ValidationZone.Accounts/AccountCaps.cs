namespace ValidationZone.Accounts;

/// <summary>How many names and credentials the server takes, whoever asks.</summary>
/// <param name="Names">The most registered names; 0 for any number.</param>
/// <param name="CredentialsPerName">The most credentials of one name, 1 to 64.</param>
public sealed record AccountCaps(int Names, int CredentialsPerName)
{
    /// <summary>2,000,000 names, 16 credentials a name.</summary>
    public static AccountCaps Default { get; } = new(2_000_000, 16);
}
