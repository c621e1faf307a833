using System.Buffers.Binary;

namespace ValidationZone.Wire;

/// <summary>The options inside an OPT record: a code, a length and that many octets, repeated (RFC 6891 §6.1.2).</summary>
public static class EdnsOptions
{
    /// <summary>How long an option's code and length are, in octets.</summary>
    public const int HeaderLengthInOctets = 4;

    /// <summary>Whether the options fill <paramref name="rdata"/> exactly, with no stray octets and no overrun.</summary>
    public static bool AreWellFormed(ReadOnlySpan<byte> rdata)
    {
        while (!rdata.IsEmpty)
        {
            if (rdata.Length < HeaderLengthInOctets)
                return false;

            // The length is the sender's word: it must end inside the RDATA that was really received.
            int length = HeaderLengthInOctets + BinaryPrimitives.ReadUInt16BigEndian(rdata[2..]);
            if (length > rdata.Length)
                return false;

            rdata = rdata[length..];
        }

        return true;
    }

    /// <summary>Finds the first option with a code.</summary>
    /// <param name="rdata">Options known to be well formed.</param>
    /// <param name="code">The code to look for.</param>
    /// <param name="value">The option's octets, without code and length.</param>
    public static bool TryFind(ReadOnlySpan<byte> rdata, EdnsOptionCode code, out ReadOnlySpan<byte> value)
    {
        while (!rdata.IsEmpty)
        {
            // No check here: AreWellFormed has walked the same octets, and a slice would throw rather than overrun.
            int length = BinaryPrimitives.ReadUInt16BigEndian(rdata[2..]);
            value = rdata.Slice(HeaderLengthInOctets, length);
            if (BinaryPrimitives.ReadUInt16BigEndian(rdata) == (ushort)code)
                return true;

            rdata = rdata[(HeaderLengthInOctets + length)..];
        }

        value = default;
        return false;
    }
}
