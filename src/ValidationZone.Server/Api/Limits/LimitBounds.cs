namespace ValidationZone.Server.Api.Limits;

/// <summary>How much one limiter lets through and remembers.</summary>
/// <param name="Permits">The most in any period.</param>
/// <param name="Period">The period.</param>
/// <param name="MostKeys">For how many keys at once it counts.</param>
/// <param name="IsOverflowLimited">
/// Whether keys beyond that share one window; otherwise they are not limited.
/// </param>
internal sealed record LimitBounds(int Permits, TimeSpan Period, int MostKeys, bool IsOverflowLimited);
