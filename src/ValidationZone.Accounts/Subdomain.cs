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
    /// <summary>The longest text in octets.</summary>
    // The root label and the length of the first label are all that the wire form adds to the text.
    public const int MaxTextLength = DomainName.MaxLengthInOctets - 2;

    private static readonly SearchValues<byte> LabelOctets =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-"u8);

    // As DNS has it: each label behind its length, and no root label.
    private readonly byte[] _labels;

    private Subdomain(byte[] labels) => _labels = labels;

    /// <summary>The labels joined by dots, without the apex.</summary>
    public string Text => string.Create(_labels.Length - 1, this, static (text, subdomain) =>
    {
        Span<byte> ascii = stackalloc byte[MaxTextLength];
        Encoding.ASCII.GetChars(ascii[..subdomain.CopyTextTo(ascii)], text);
    });

    /// <summary>The labels in wire form, without the apex; in lower case, so they are folded.</summary>
    internal ReadOnlySpan<byte> Labels => _labels;

    /// <summary>Makes a subdomain that nobody can guess: a version 4 UUID, 122 random bits.</summary>
    public static Subdomain Generate() => new(ToLabels(Encoding.ASCII.GetBytes(RandomUuid.Next().ToString("D"))));

    /// <summary>Reads a subdomain; <see langword="false"/> when a label breaks the rules above.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Subdomain? subdomain)
    {
        // What is not ASCII becomes a question mark, which no label has.
        Span<byte> ascii = stackalloc byte[MaxTextLength];
        subdomain = null;
        return text.Length <= MaxTextLength
            && TryParse(ascii[..Encoding.ASCII.GetBytes(text, ascii)], out subdomain);
    }

    /// <summary>Reads a subdomain from its ASCII octets, as a store keeps them.</summary>
    public static bool TryParse(ReadOnlySpan<byte> ascii, [NotNullWhen(true)] out Subdomain? subdomain)
    {
        subdomain = null;
        if (ascii.Length > MaxTextLength)
            return false;

        // An empty text is one empty label, so it is refused here too.
        foreach (Range label in ascii.Split((byte)'.'))
        {
            if (!IsLabel(ascii[label]))
                return false;
        }

        subdomain = new Subdomain(ToLabels(ascii));
        return true;
    }

    /// <summary>Copies the text in ASCII, as a store holds it.</summary>
    /// <param name="ascii">At least <see cref="MaxTextLength"/> octets long.</param>
    /// <returns>How many octets it has.</returns>
    public int CopyTextTo(Span<byte> ascii)
    {
        int length = _labels.Length - 1;
        _labels.AsSpan(1).CopyTo(ascii);
        for (int at = _labels[0]; at < length; at += 1 + _labels[1 + at])
            ascii[at] = (byte)'.';

        return length;
    }

    /// <summary>
    /// The subdomain's name in DNS; <see langword="null"/> when it would be too long under this apex.
    /// </summary>
    public DomainName? Under(DomainName apex)
    {
        ArgumentNullException.ThrowIfNull(apex);
        return DomainName.TryFromWire([.. _labels, .. apex.Wire], out DomainName? name) ? name : null;
    }

    /// <summary>The name as the API shows it: no trailing dot.</summary>
    public string ToFulldomain(DomainName apex)
    {
        ArgumentNullException.ThrowIfNull(apex);
        return $"{Text}.{apex.ToString().TrimEnd('.')}";
    }

    /// <inheritdoc/>
    public bool Equals(Subdomain? other) => other is not null && _labels.AsSpan().SequenceEqual(other._labels);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Subdomain);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(_labels);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>The subdomain of a node in the table, whose name was one before.</summary>
    internal static Subdomain FromLabels(ReadOnlySpan<byte> labels) => new(labels.ToArray());

    /// <summary>From a text that is right to the wire form.</summary>
    private static byte[] ToLabels(ReadOnlySpan<byte> text)
    {
        // Each dot's place takes the length of the label behind it; the first length stands in front of the text.
        var labels = new byte[1 + text.Length];
        text.CopyTo(labels.AsSpan(1));
        for (int start = 0; start < labels.Length; start += 1 + labels[start])
        {
            int dot = text[start..].IndexOf((byte)'.');
            labels[start] = (byte)(dot < 0 ? text.Length - start : dot);
        }

        return labels;
    }

    private static bool IsLabel(ReadOnlySpan<byte> label) =>
        label.Length is > 0 and <= DomainName.MaxLabelLengthInOctets

        // No underscore is in the alphabet: an authority takes a name that starts with one as proof for the zone above
        // it, which is ours.
        && label[0] != (byte)'-'
        && !label.ContainsAnyExcept(LabelOctets);
}
