using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using ValidationZone.Wire;

namespace ValidationZone.Accounts;

/// <summary>An account's own name below the apex, one or more labels, in lower case.</summary>
/// <remarks>
/// Each label starts with <c>a-z0-9</c> and holds only <c>a-z0-9-</c>, so that no subdomain can be a name that the
/// field gives a meaning, such as <c>_acme-challenge</c> or <c>_dmarc</c>.
/// </remarks>
public sealed class Subdomain : IEquatable<Subdomain>
{
    /// <summary>The root label and the length of the first label are all that the wire form adds to the text.</summary>
    private const int MaxTextLength = DomainName.MaxLengthInOctets - 2;

    private static readonly SearchValues<char> LabelAlphabet =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    // ASCII takes half the memory of a string, and there may be a million of these.
    private readonly byte[] _octets;

    private Subdomain(byte[] octets) => _octets = octets;

    /// <summary>The labels joined by dots, without the apex.</summary>
    public string Text => Encoding.ASCII.GetString(_octets);

    /// <summary>The same in ASCII, as the store holds it.</summary>
    public ReadOnlyMemory<byte> Octets => _octets;

    /// <summary>Makes a subdomain that nobody can guess: a version 4 UUID, 122 random bits.</summary>
    public static Subdomain Generate() => new(Encoding.ASCII.GetBytes(RandomUuid.Next().ToString("D")));

    /// <summary>Reads a subdomain; <see langword="false"/> when a label breaks the rules above.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Subdomain? subdomain)
    {
        subdomain = null;
        if (text.Length > MaxTextLength)
            return false;

        // An empty text is one empty label, so it is refused here too.
        foreach (Range label in text.Split('.'))
        {
            if (!IsLabel(text[label]))
                return false;
        }

        subdomain = new Subdomain(new byte[text.Length]);
        Encoding.ASCII.GetBytes(text, subdomain._octets);
        return true;
    }

    /// <summary>
    /// The subdomain's name in DNS; <see langword="null"/> when it would be too long under this apex.
    /// </summary>
    public DomainName? Under(DomainName apex)
    {
        ArgumentNullException.ThrowIfNull(apex);
        int length = 1 + _octets.Length + apex.Wire.Length;
        if (length > DomainName.MaxLengthInOctets)
            return null;

        // Each dot's place takes the length of the label behind it; the first length stands in front of the text.
        var wire = new byte[length];
        _octets.CopyTo(wire, 1);
        apex.Wire.CopyTo(wire.AsSpan(1 + _octets.Length));
        int labelStart = 0;
        for (int at = 0; at <= _octets.Length; at++)
        {
            if (at < _octets.Length && _octets[at] != (byte)'.')
                continue;

            wire[labelStart] = (byte)(at - labelStart);
            labelStart = at + 1;
        }

        return DomainName.TryFromWire(wire, out DomainName? name) ? name : null;
    }

    /// <summary>The name as the API shows it: no trailing dot.</summary>
    public string ToFulldomain(DomainName apex)
    {
        ArgumentNullException.ThrowIfNull(apex);
        return $"{Text}.{apex.ToString().TrimEnd('.')}";
    }

    /// <inheritdoc/>
    public bool Equals(Subdomain? other) => other is not null && _octets.AsSpan().SequenceEqual(other._octets);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Subdomain);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(_octets);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool IsLabel(ReadOnlySpan<char> label) =>
        label.Length is > 0 and <= DomainName.MaxLabelLengthInOctets

        // No underscore is in the alphabet: an authority takes a name that starts with one as proof for the zone above
        // it, which is ours.
        && label[0] != '-'
        && !label.ContainsAnyExcept(LabelAlphabet);
}
