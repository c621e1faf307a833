namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>Tests that share one small internet.</summary>
[CollectionDefinition(Name)]
public sealed class DelegationGroup : ICollectionFixture<CheckedInternet>
{
    public const string Name = "delegation";
}
