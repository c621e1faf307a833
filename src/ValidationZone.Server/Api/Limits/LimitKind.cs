namespace ValidationZone.Server.Api.Limits;

/// <summary>What can be done too often.</summary>
internal enum LimitKind
{
    /// <summary>A key or token that is not right.</summary>
    FailedAuthentication,

    /// <summary>A registration without a token.</summary>
    Registration,

    /// <summary>A change by one credential.</summary>
    Update,
}
