using ValidationZone.Wire;

namespace ValidationZone.Authority.Zone;

/// <summary>A name that the operator has written, with its records.</summary>
internal sealed class StaticNode(ReadOnlySpan<byte> name, PreparedRRset[] rrsets) : ZoneNode(name)
{
    private readonly PreparedRRset[] _rrsets = rrsets;
    private readonly byte[]? _longName = CopyOfLong(name);

    /// <inheritdoc/>
    protected override ReadOnlySpan<byte> LongName => _longName;

    internal PreparedRRset? Find(RecordType type)
    {
        foreach (PreparedRRset rrset in _rrsets)
        {
            if (rrset.Type == type)
                return rrset;
        }

        return null;
    }
}
