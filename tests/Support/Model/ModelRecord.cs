using System.Globalization;

namespace ValidationZone.Tests.Support.Model;

/// <summary>One record as text, every name absolute and in lower case.</summary>
public sealed record ModelRecord(string OwnerName, string Type, uint TtlSeconds, string Rdata)
{
    /// <summary>The same text that <see cref="DnsRecord"/> prints for a record of a reply.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{OwnerName} {TtlSeconds} {Type} {Rdata}");
}
