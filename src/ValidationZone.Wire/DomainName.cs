using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace ValidationZone.Wire;

/// <summary>An absolute domain name in uncompressed wire form; equality ignores ASCII case (RFC 4343 §2).</summary>
/// <remarks>
/// Immutable. One to 255 octets, labels of 1 to 63 octets, closed by the root label (RFC 1035 §3.1).
/// The octets keep the case in which the name was written.
/// </remarks>
public sealed class DomainName : IEquatable<DomainName>
{
    /// <summary>The longest name in octets, root label included (RFC 1035 §2.3.4).</summary>
    public const int MaxLengthInOctets = 255;

    /// <summary>The longest label in octets, without its length octet.</summary>
    public const int MaxLabelLengthInOctets = 63;

    // Never handed out but as a read-only span, so that a name can be shared between threads and dictionaries.
    private readonly byte[] _wire;

    private DomainName(byte[] wire) => _wire = wire;

    /// <summary>The root of the name space, one zero octet.</summary>
    public static DomainName Root { get; } = new([0]);

    /// <summary>The name's octets, each label behind its length, the root label last.</summary>
    public ReadOnlySpan<byte> Wire => _wire;

    /// <summary>How many labels the name has, not counting the root label.</summary>
    public int LabelCount => CountLabels(_wire);

    /// <summary>The name without its first label; <see langword="null"/> for the root.</summary>
    public DomainName? Parent => _wire[0] == 0 ? null : new DomainName(_wire[(1 + _wire[0])..]);

    /// <summary>Copies a name that is already in uncompressed wire form.</summary>
    /// <returns><see langword="false"/> when the octets are not exactly one well-formed name.</returns>
    public static bool TryFromWire(ReadOnlySpan<byte> wire, [NotNullWhen(true)] out DomainName? name)
    {
        // The length too: octets behind the root label would take part in comparisons and not in what is printed.
        name = NameReader.TryMeasure(wire, out int length) && length == wire.Length
            ? new DomainName(wire.ToArray())
            : null;
        return name is not null;
    }

    /// <summary>Reads a name that may be compressed, out of a message from the network.</summary>
    /// <param name="message">The whole message, which pointers refer to.</param>
    /// <param name="at">Where the name starts; afterwards, the first octet behind it.</param>
    /// <param name="name">The name, written out in full.</param>
    /// <returns><see langword="false"/> for what <see cref="NameReader.TryExpand"/> refuses.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int at, [NotNullWhen(true)] out DomainName? name)
    {
        Span<byte> expanded = stackalloc byte[MaxLengthInOctets];
        name = NameReader.TryExpand(message, ref at, expanded, out int length)
            ? new DomainName(expanded[..length].ToArray())
            : null;
        return name is not null;
    }

    /// <summary>Reads a name in presentation form; it is taken as absolute with or without the trailing dot.</summary>
    /// <param name="text">Labels with RFC 1035 §5.1 escapes: <c>\.</c>, <c>\\</c>, <c>\DDD</c>.</param>
    /// <param name="name">The name, when the text is one.</param>
    /// <returns><see langword="false"/> for an empty text or label, a bad escape, or a name or label too long.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out DomainName? name)
    {
        name = DomainNameText.TryParse(text, out byte[]? wire) ? new DomainName(wire) : null;
        return name is not null;
    }

    /// <summary>Reads a name that is known to be right, such as a constant.</summary>
    /// <exception cref="FormatException">The text is not a domain name.</exception>
    public static DomainName Parse(string text) =>
        TryParse(text, out DomainName? name) ? name : throw new FormatException($"'{text}' is not a domain name.");

    /// <summary>Puts one label in front of this name.</summary>
    /// <returns><see langword="false"/> when the label is empty or too long, or the name would be.</returns>
    public bool TryPrepend(ReadOnlySpan<byte> label, [NotNullWhen(true)] out DomainName? name)
    {
        // An empty label would be the root in the middle of a name, and everything behind it lost.
        name = null;
        if (label.Length is 0 or > MaxLabelLengthInOctets || 1 + label.Length + _wire.Length > MaxLengthInOctets)
            return false;

        name = new DomainName([(byte)label.Length, .. label, .. _wire]);
        return true;
    }

    /// <summary>Whether this name is <paramref name="ancestor"/> or lies below it.</summary>
    public bool IsAtOrBelow(DomainName ancestor)
    {
        ArgumentNullException.ThrowIfNull(ancestor);
        return NameReader.IsAtOrBelow(_wire, ancestor._wire);
    }

    /// <inheritdoc/>
    public bool Equals(DomainName? other) => other is not null && NameReader.EqualIgnoringCase(_wire, other._wire);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DomainName);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // Equal names may differ in case, so the hash must not see it. HashCode is seeded anew by each process: names
        // from a zone file or the network cannot be chosen to collide.
        HashCode hash = default;
        foreach (byte octet in _wire)
            hash.Add(NameReader.Fold(octet));

        return hash.ToHashCode();
    }

    /// <summary>The presentation form with a trailing dot; octets outside printable ASCII as <c>\DDD</c>.</summary>
    public override string ToString() => DomainNameText.Print(_wire);

    private static int CountLabels(ReadOnlySpan<byte> wire)
    {
        // No check against the end: only constructors that measured or built the name make one.
        int count = 0;
        for (int at = 0; wire[at] != 0; at += 1 + wire[at])
            count++;

        Debug.Assert(count <= 127, "a name of 255 octets has at most 127 labels");
        return count;
    }
}
