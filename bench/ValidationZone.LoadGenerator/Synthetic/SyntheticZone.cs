using System.Text;
using ValidationZone.Wire;

namespace ValidationZone.LoadGenerator.Synthetic;

/// <summary>Names, values and keys that follow from a number: generator and check need no common file.</summary>
/// <remarks>Nothing here is secret: who knows the number knows the key. For benchmarks on loopback only.</remarks>
internal static class SyntheticZone
{
    /// <summary>How many values a name has at the start: versions 0 and 1.</summary>
    internal const int ValuesPerName = 2;

    /// <summary>Octets of a name's own label: it looks like a UUID, as the server's do.</summary>
    internal const int LabelLength = 36;

    /// <summary>Octets of a value, and of a challenge digest.</summary>
    internal const int ValueLength = 43;

    // The version takes 11 characters of 6 bits; what follows is proof that the value belongs to the name.
    private const int VersionLength = 11;

    private const int KeyLength = 40;

    private const int CharactersAWord = 10;

    private enum Kind : ulong
    {
        Existing = 1,
        Missing,
        Username,
        Key,
        Value,
    }

    private static ReadOnlySpan<byte> Alphabet => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8;

    /// <summary>Writes the label of a name that exists.</summary>
    internal static void WriteLabel(long index, Span<byte> label) => WriteUuid(Kind.Existing, index, label);

    /// <summary>Writes the label of a name that does not exist.</summary>
    internal static void WriteMissingLabel(long index, Span<byte> label) => WriteUuid(Kind.Missing, index, label);

    /// <summary>The label of a name that exists.</summary>
    internal static string Label(long index) => Text(LabelLength, index, WriteLabel);

    /// <summary>The username of a name's account.</summary>
    internal static Guid Username(long index) =>
        Guid.Parse(Text(LabelLength, index, static (at, to) => WriteUuid(Kind.Username, at, to)));

    /// <summary>The key of a name's account.</summary>
    internal static string Key(long index) =>
        Text(KeyLength, index, static (at, to) => WriteCharacters(Mix(Kind.Key, at, 0), to));

    /// <summary>Writes one of the values that a name may have.</summary>
    /// <param name="index">Which name.</param>
    /// <param name="version">Which value; every number is good.</param>
    /// <param name="value">Receives 43 characters.</param>
    internal static void WriteValue(long index, long version, Span<byte> value)
    {
        for (int i = 0; i < VersionLength; i++)
            value[i] = Alphabet[(int)(version >> (6 * i)) & 63];

        WriteCharacters(Mix(Kind.Value, index, (ulong)version), value[VersionLength..ValueLength]);
    }

    /// <summary>One of the values that a name may have.</summary>
    internal static string Value(long index, long version) =>
        Text(ValueLength, index, (at, to) => WriteValue(at, version, to));

    /// <summary>Whether a value is one that the name may have, of whatever version.</summary>
    internal static bool IsValueOf(long index, ReadOnlySpan<byte> value)
    {
        if (value.Length != ValueLength)
            return false;

        long version = 0;
        for (int i = 0; i < VersionLength; i++)
            version |= (long)Alphabet.IndexOf(value[i]) << (6 * i);

        Span<byte> expected = stackalloc byte[ValueLength];
        WriteValue(index, version, expected);
        return value.SequenceEqual(expected);
    }

    /// <summary>A number that looks random and is always the same: which name is asked for when.</summary>
    internal static ulong Scatter(long position) => Scramble((ulong)position * 0x9E37_79B9_7F4A_7C15);

    /// <summary>The apex that a command line names.</summary>
    /// <exception cref="FormatException">It is no domain name.</exception>
    internal static DomainName Apex(string text) =>
        DomainName.TryParse(text, out DomainName? apex)
            ? apex
            : throw new FormatException($"'{text}' is not a domain name");

    private static void WriteUuid(Kind kind, long index, Span<byte> label)
    {
        ulong high = Mix(kind, index, 0);
        ulong low = Mix(kind, index, 1);
        int digit = 0;
        for (int i = 0; i < LabelLength; i++)
        {
            if (i is 8 or 13 or 18 or 23)
            {
                label[i] = (byte)'-';
                continue;
            }

            ulong word = digit < 16 ? high : low;
            label[i] = "0123456789abcdef"u8[(int)(word >> (4 * (digit & 15))) & 15];
            digit++;
        }

        // Version 4, variant 1: accounts have such usernames.
        label[14] = (byte)'4';
        label[19] = (byte)'8';
    }

    private static void WriteCharacters(ulong word, Span<byte> text)
    {
        ulong rest = word;
        for (int i = 0; i < text.Length; i++)
        {
            if (i % CharactersAWord == 0)
                rest = word = Scramble(word);

            text[i] = Alphabet[(int)(rest & 63)];
            rest >>= 6;
        }
    }

    private static ulong Mix(Kind kind, long index, ulong part) =>
        Scramble(((ulong)index * 0x9E37_79B9_7F4A_7C15) ^ Scramble((part << 3) | (ulong)kind));

    // The finalizer of SplitMix64: each bit of the input changes half of the output.
    private static ulong Scramble(ulong value)
    {
        value += 0x9E37_79B9_7F4A_7C15;
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }

    private static string Text(int length, long index, Action<long, Span<byte>> write)
    {
        Span<byte> octets = stackalloc byte[length];
        write(index, octets);
        return Encoding.ASCII.GetString(octets);
    }
}
