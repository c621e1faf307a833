using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ValidationZone.Accounts;

/// <summary>
/// Keeps the reply to one request for the same request sent again, so that a client that lost the reply does not make
/// a second thing.
/// </summary>
/// <remarks>
/// Replies hold keys. The caller's secret, which the store does not have, goes into the place and into the key of the
/// box: nobody else finds or opens it, also not with the same idempotency key.
/// </remarks>
public sealed class ReplySeal
{
    private const int PlaceLength = 32;
    private const int HashKeyLength = 32;
    private const string Purpose = "kept reply of ";

    private readonly byte[] _place;
    private readonly byte[] _key;
    private readonly byte[] _request;
    private readonly Func<Account, byte[]> _writeReply;

    /// <summary>Makes the seal.</summary>
    /// <param name="hasher">Holds the pepper, without which the store and a stolen secret open nothing.</param>
    /// <param name="callerSecret">What the caller has proved who it is with.</param>
    /// <param name="idempotencyKey">The caller's name for this request.</param>
    /// <param name="request">Route and body: another request under the same key is an error.</param>
    /// <param name="writeReply">The reply to an account, written before anything is stored.</param>
    public ReplySeal(
        KeyHasher hasher,
        string callerSecret,
        string idempotencyKey,
        ReadOnlySpan<byte> request,
        Func<Account, byte[]> writeReply)
    {
        ArgumentNullException.ThrowIfNull(hasher);
        ArgumentNullException.ThrowIfNull(writeReply);
        byte[] source = hasher.Hash(Purpose + callerSecret);
        // As info, the caller's name for the request ties all three parts to it (RFC 5869 §3.2).
        byte[] derived = HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            source,
            PlaceLength + SealedBox.KeyLength + HashKeyLength,
            info: Encoding.UTF8.GetBytes(idempotencyKey));
        _place = derived[..PlaceLength];
        _key = derived[PlaceLength..(PlaceLength + SealedBox.KeyLength)];
        // Keyed: what stands in the store would else tell a short body to whoever tries some out.
        _request = HMACSHA256.HashData(derived.AsSpan(PlaceLength + SealedBox.KeyLength), request);
        _writeReply = writeReply;
        CryptographicOperations.ZeroMemory(source);
        CryptographicOperations.ZeroMemory(derived);
    }

    /// <summary>Seals the reply that an account would be told with.</summary>
    internal SealedReply Close(Account account, DateTimeOffset now) =>
        new(_place, _request, SealedBox.Close(_key, _writeReply(account)), now);

    /// <summary>Opens what the store has kept; <see langword="false"/> when the request was another one.</summary>
    internal bool TryOpen(SealedReply kept, [NotNullWhen(true)] out byte[]? reply)
    {
        reply = null;
        return CryptographicOperations.FixedTimeEquals(kept.Request.Span, _request)
            && SealedBox.TryOpen(_key, kept.Box.Span, out reply);
    }
}
