namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>What the registration answered, under the names of its JSON.</summary>
internal sealed record RegisteredAccount(string Username, string Password, string Fulldomain, string Subdomain)
{
    /// <summary>Without the key, so that no test output ever shows one.</summary>
    public override string ToString() => Fulldomain;
}
