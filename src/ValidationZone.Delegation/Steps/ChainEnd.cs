namespace ValidationZone.Delegation.Steps;

/// <summary>Why a chain of aliases was followed no further.</summary>
internal enum ChainEnd
{
    /// <summary>A name of our zone was reached that is no alias itself, as far as it was asked for.</summary>
    Target,

    /// <summary>Our zone's apex was reached, which is no account's name.</summary>
    Apex,

    /// <summary>The last name is no alias.</summary>
    NoAlias,

    /// <summary>A name of our zone is an alias of a name that is not in it; the rest was not followed.</summary>
    Outside,

    /// <summary>The last name is two aliases at once.</summary>
    SeveralAliases,

    /// <summary>The last name stands in the chain already.</summary>
    Loop,

    /// <summary>There are more links than resolvers follow.</summary>
    TooLong,
}
