using System.Net;
using System.Text;
using ValidationZone.Authority.Zone;
using ValidationZone.Wire;

namespace ValidationZone.Benchmarks;

/// <summary>The zones that benchmarks answer from.</summary>
internal static class Zones
{
    internal static readonly TxtRRset TwoValues = TxtRRset.Create(
        [Encoding.ASCII.GetBytes(new string('A', 43)), Encoding.ASCII.GetBytes(new string('B', 43))], ttlSeconds: 1);

    /// <summary>A loaded zone with <paramref name="names"/> subdomains of two values, the shared registered one among them.</summary>
    internal static ServedZone Create(int names, string apexText = Packets.Apex)
    {
        DomainName apex = DomainName.Parse(apexText);
        var zone = new ServedZone(ZoneContents.Synthesise(apex, [IPAddress.Loopback], 5), TimeProvider.System);
        zone.Table.Publish(DomainName.Parse($"{Packets.RegisteredLabel}.{apexText}"), TwoValues);
        for (int i = 1; i < names; i++)
            zone.Table.Publish(DomainName.Parse($"{i:x8}-0000-4000-8000-000000000000.{apexText}"), TwoValues);

        zone.Table.MarkLoaded();
        return zone;
    }
}
