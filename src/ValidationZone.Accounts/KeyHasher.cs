namespace ValidationZone.Accounts;

/// <summary>Turns secrets into what is stored of them: HMAC-SHA-256 under the server's pepper.</summary>
/// <remarks>The secrets carry 240 random bits, so a slow hash would add nothing but a way to exhaust the processor.</remarks>
public sealed class KeyHasher
{
    /// <summary>How many octets a pepper has.</summary>
    public const int PepperLengthInOctets = 32;

    /// <summary>Takes the pepper, which must be 32 octets; the octets are copied.</summary>
    public KeyHasher(ReadOnlySpan<byte> pepper) => throw new NotImplementedException(pepper.Length.ToString(provider: null));

    /// <summary>
    /// Reads the pepper file, or makes it with mode 0600 and forces it and its folder to the disk, so that no key can
    /// be stored under a pepper that a power loss takes away.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read or made, or is not exactly 64 hexadecimal digits and a newline.</exception>
    public static KeyHasher LoadOrCreate(string path) => throw new NotImplementedException(path);

    /// <summary>The hash of a secret text, 32 octets.</summary>
    public byte[] Hash(ReadOnlySpan<char> secret) => throw new NotImplementedException();

    /// <summary>Whether a secret has this hash, compared in constant time.</summary>
    public bool Matches(ReadOnlySpan<char> secret, ReadOnlySpan<byte> hash) => throw new NotImplementedException();
}
