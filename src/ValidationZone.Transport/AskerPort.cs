namespace ValidationZone.Transport;

/// <summary>UDP source ports from which nobody asks.</summary>
internal static class AskerPort
{
    private const ushort None = 0;
    private const ushort Echo = 7;
    private const ushort Daytime = 13;
    private const ushort QuoteOfTheDay = 17;
    private const ushort CharacterGenerator = 19;
    private const ushort Time = 37;

    /// <summary>Whether a datagram from this port is forged, and is to be met with silence.</summary>
    /// <remarks>
    /// A reply to port 0 cannot be delivered. The services answer whatever they get, some of them with octets that look
    /// like a question: a reply to one would begin an exchange without end. Port 53 is not among them, as old resolvers
    /// ask from there; what another DNS server would send back is a response, which gets none.
    /// </remarks>
    internal static bool IsNobodys(ushort port) =>
        port is None or Echo or Daytime or QuoteOfTheDay or CharacterGenerator or Time;
}
