using ValidationZone.Wire;

namespace ValidationZone.Wire.Tests;

public sealed class SipHashTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

    // The vectors that the authors of SipHash publish: message 00 01 02 ... of each length.
    [Theory]
    [InlineData(0, 0x726FDB47DD0E0E31)]
    [InlineData(1, 0x74F839C593DC67FD)]
    [InlineData(7, 0xAB0200F58B01D137)]
    [InlineData(8, 0x93F5F5799A932462)]
    [InlineData(15, 0xA129CA6149BE45E5)]
    [InlineData(63, 0x958A324CEB064572)]
    public void Published_vectors_are_met(int length, ulong expected)
    {
        byte[] message = [.. Enumerable.Range(0, length).Select(i => (byte)i)];

        ulong hash = SipHash.Compute(Key, message);

        Assert.Equal(expected, hash);
    }
}
