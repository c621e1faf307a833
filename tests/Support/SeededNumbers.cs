namespace ValidationZone.Tests.Support;

/// <summary>The same numbers in every run for the same seed (xorshift64*).</summary>
public sealed class SeededNumbers(int seed)
{
    private ulong _state = (ulong)seed * 0x9E3779B97F4A7C15;

    public int Below(int bound)
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (int)((_state * 0x2545F4914F6CDD1D >> 33) % (ulong)bound);
    }
}
