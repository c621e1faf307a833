using System.Globalization;
using ValidationZone.Wire;

namespace ValidationZone.LoadGenerator.Synthetic;

/// <summary>Writes the zone as a file that every name server reads, with the apex that ours makes by itself.</summary>
internal static class ZoneFileWriter
{
    /// <summary>Writes it.</summary>
    internal static async Task WriteAsync(string path, DomainName apex, long first, long names)
    {
        await using var file = new StreamWriter(path);
        await file.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"""
            $ORIGIN {apex}
            $TTL 1
            @ 3600 IN SOA ns1 hostmaster 1 3600 600 1209600 5
            @ 3600 IN NS ns1
            @ 3600 IN CAA 0 issue ";"
            ns1 3600 IN A 127.0.0.1

            """));
        for (long index = first; index < first + names; index++)
        {
            string label = SyntheticZone.Label(index);
            for (int version = 0; version < SyntheticZone.ValuesPerName; version++)
                await file.WriteAsync($"{label} IN TXT \"{SyntheticZone.Value(index, version)}\"\n");
        }
    }
}
