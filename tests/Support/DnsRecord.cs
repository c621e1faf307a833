using System.Globalization;

namespace ValidationZone.Tests.Support;

/// <summary>One record of a message, as octets and as text.</summary>
/// <param name="OwnerName">The owner with pointers followed, in the letter case sent.</param>
/// <param name="Type">The type's number.</param>
/// <param name="Class">The class's number.</param>
/// <param name="TtlSeconds">The TTL.</param>
/// <param name="Rdata">The RDATA as sent, names in it possibly compressed.</param>
/// <param name="RdataText">The RDATA in presentation form.</param>
public sealed record DnsRecord(
    string OwnerName, int Type, int Class, uint TtlSeconds, ReadOnlyMemory<byte> Rdata, string RdataText)
{
    /// <summary>Owner, TTL, class unless it is IN, type and RDATA; names in lower case.</summary>
    /// <remarks>A name that is compressed against the question takes over the question's letter case.</remarks>
    public override string ToString()
    {
        string classWord = Class == 1 ? "" : DnsMnemonics.ClassWord(Class) + " ";
        string owner = OwnerName.ToLowerInvariant();
        string type = DnsMnemonics.TypeWord(Type);
        string rdata = type is "NS" or "CNAME" or "SOA" or "PTR" or "MX" ? RdataText.ToLowerInvariant() : RdataText;
        return string.Create(CultureInfo.InvariantCulture, $"{owner} {TtlSeconds} {classWord}{type} {rdata}").TrimEnd();
    }
}
