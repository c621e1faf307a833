namespace ValidationZone.Transport.Tests;

/// <summary>Tickets for streams that no other stream competes with.</summary>
internal static class Tickets
{
    internal static StreamTicket Free() =>
        new StreamAdmission(StreamLimits.Default, TimeProvider.System).TryAdmit(null)!;
}
