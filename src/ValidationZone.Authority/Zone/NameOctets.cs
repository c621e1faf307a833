using System.Runtime.CompilerServices;

namespace ValidationZone.Authority.Zone;

/// <summary>
/// A short name inside the object that it names, behind its length: as an array it would be an object of its own.
/// </summary>
[InlineArray(1 + LongestName)]
internal struct NameOctets
{
    /// <summary>A UUID as a label takes 37 octets.</summary>
    internal const int LongestName = 39;

    private byte _length;
}
