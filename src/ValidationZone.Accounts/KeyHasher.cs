using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace ValidationZone.Accounts;

/// <summary>Turns secrets into what is stored of them: HMAC-SHA-256 under the server's pepper.</summary>
/// <remarks>
/// The secrets carry 240 random bits, so a slow hash would add nothing but a way to exhaust the processor.
/// </remarks>
public sealed class KeyHasher
{
    /// <summary>How many octets a pepper has.</summary>
    public const int PepperLengthInOctets = 32;

    /// <summary>How many octets a hash has.</summary>
    public const int HashLengthInOctets = HMACSHA256.HashSizeInBytes;

    // Ready to hash under the pepper, as many as there were ever callers at once: making one takes as long as hashing.
    private readonly ConcurrentBag<IncrementalHash> _idle = [];
    private readonly byte[] _pepper;

    /// <summary>Takes the pepper, which must be 32 octets; the octets are copied.</summary>
    public KeyHasher(ReadOnlySpan<byte> pepper)
    {
        if (pepper.Length != PepperLengthInOctets)
            throw new ArgumentException($"a pepper has {PepperLengthInOctets} octets", nameof(pepper));

        _pepper = pepper.ToArray();
    }

    /// <summary>
    /// Reads the pepper file, or makes it with mode 0600 in a folder that is made with mode 0700. Of several servers
    /// that start at once, all end with the pepper of the one that was first.
    /// </summary>
    /// <remarks>
    /// The file's content is on the disk before its name appears. Its name is on the disk once the store, in the same
    /// folder, has committed anything: SQLite forces the folder of its log to the disk with the first commit after
    /// opening, and <see cref="IAccountStore.VerifyPepperAsync"/> makes that commit before any account can exist.
    /// </remarks>
    /// <exception cref="IOException">
    /// The file cannot be read or made, others may read it, or it is not exactly 64 hexadecimal digits and a newline.
    /// </exception>
    public static KeyHasher LoadOrCreate(string path)
    {
        byte[] pepper = PepperFile.LoadOrCreate(path);
        var hasher = new KeyHasher(pepper);
        CryptographicOperations.ZeroMemory(pepper);
        return hasher;
    }

    /// <summary>The hash of a secret text, 32 octets.</summary>
    public byte[] Hash(ReadOnlySpan<char> secret)
    {
        var hash = new byte[HashLengthInOctets];
        Hash(secret, hash);
        return hash;
    }

    /// <summary>Whether a secret has this hash, compared in constant time.</summary>
    public bool Matches(ReadOnlySpan<char> secret, ReadOnlySpan<byte> hash)
    {
        // Not ==, which ends at the first difference and so tells how much of a guess was right.
        HashOctets computed = default;
        Hash(secret, computed);
        return CryptographicOperations.FixedTimeEquals(computed, hash);
    }

    /// <summary>Whether a secret has one of two hashes; both are compared, each in constant time.</summary>
    internal bool MatchesEither(ReadOnlySpan<char> secret, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> otherHash)
    {
        HashOctets computed = default;
        Hash(secret, computed);
        return CryptographicOperations.FixedTimeEquals(computed, hash)
            | CryptographicOperations.FixedTimeEquals(computed, otherHash);
    }

    private void Hash(ReadOnlySpan<char> secret, Span<byte> hash)
    {
        // Rented, because this runs for every request, with a right key or a wrong one.
        byte[] rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(secret.Length));
        int length = Encoding.UTF8.GetBytes(secret, rented);
        Hash(rented.AsSpan(0, length), hash);

        // The next renter must not find a key in it.
        CryptographicOperations.ZeroMemory(rented.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(rented);
    }
    private void Hash(ReadOnlySpan<byte> secret, Span<byte> hash)
    {
        if (!_idle.TryTake(out IncrementalHash? hmac))
            hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _pepper);

        hmac.AppendData(secret);
        hmac.GetHashAndReset(hash);

        // Not when one of these throws: what is left of a secret must not be a part of the next hash.
        _idle.Add(hmac);
    }
}
