using System.Buffers.Binary;

namespace ValidationZone.Tests.Support.Fuzz;

/// <summary>Changes octets at random, with a liking for the numbers that parsers stumble over.</summary>
public sealed class Mutator(byte[][] corpus, int seed)
{
    private const int MaxLength = 65535;

    private static readonly ushort[] Telling =
    [
        0x0000, 0x0001, 0x000A, 0x0029, 0x00FA, 0x00FB, 0x00FF, 0x3F3F, 0x4000, 0x7FFF, 0x8000, 0xBFFF, 0xC000, 0xC00C,
        0xC00D, 0xFFFE, 0xFFFF,
    ];

    private readonly Random _random = new(seed);

    /// <summary>Makes the next input; one in twenty is left as it stands in the corpus.</summary>
    public byte[] Next()
    {
        byte[] start = corpus[_random.Next(corpus.Length)];
        var octets = new List<byte>(start.Length + 64);
        octets.AddRange(start);
        int changes = NextChangeCount();
        for (; changes > 0 && octets.Count > 0; changes--)
            Change(octets, _random.Next(octets.Count));

        if (octets.Count > MaxLength)
            octets.RemoveRange(MaxLength, octets.Count - MaxLength);

        return [.. octets];
    }

    public int NextBelow(int bound) => _random.Next(bound);

    private int NextChangeCount() => _random.Next(20) switch
    {
        0 => 0,
        < 12 => 1,
        < 18 => _random.Next(2, 6),
        _ => _random.Next(6, 40),
    };

    private void Change(List<byte> octets, int at)
    {
        switch (_random.Next(14))
        {
            case 0: octets[at] = (byte)_random.Next(256); break;
            case 1: octets[at] ^= (byte)(1 << _random.Next(8)); break;
            case 2: octets.RemoveRange(at, Math.Min(_random.Next(1, 5), octets.Count - at)); break;
            case 3: octets.Insert(at, (byte)_random.Next(256)); break;
            case 4: octets.RemoveRange(at, octets.Count - at); break;
            case 5: octets.AddRange(Piece()); break;
            case 6: octets.InsertRange(at, Piece()); break;
            case 7 or 8: PutNumber(octets, at, Telling[_random.Next(Telling.Length)]); break;
            case 9: PutNumber(octets, at, (ushort)octets.Count); break;
            case 10: octets[at]++; break;
            case 11: octets[at]--; break;
            case 12: Repeat(octets, at); break;
            default: octets[at] ^= 0x20; break;
        }
    }

    private byte[] Piece()
    {
        byte[] other = corpus[_random.Next(corpus.Length)];
        int start = _random.Next(other.Length + 1);
        return other[start..Math.Min(other.Length, start + _random.Next(40))];
    }

    private static void PutNumber(List<byte> octets, int at, ushort number)
    {
        Span<byte> both = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(both, number);
        octets[at] = both[0];
        if (at + 1 < octets.Count)
            octets[at + 1] = both[1];
    }

    /// <summary>Says a stretch again and again, as long names, many records and many options do.</summary>
    private void Repeat(List<byte> octets, int at)
    {
        List<byte> stretch = octets.GetRange(at, Math.Min(_random.Next(1, 24), octets.Count - at));
        int most = _random.Next(50) == 0 ? 2000 : 12;
        for (int times = _random.Next(1, most); times > 0; times--)
            octets.InsertRange(at, stretch);
    }
}
