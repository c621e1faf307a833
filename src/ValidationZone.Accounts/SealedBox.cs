using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ValidationZone.Accounts;

/// <summary>AES-256-GCM with a random nonce: nonce, tag, and as many octets as there were.</summary>
internal static class SealedBox
{
    internal const int KeyLength = 32;

    // Nonce and tag as AEAD_AES_256_GCM has them (RFC 5116 §5.2).
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>Seals a content. A key may seal some thousand contents, as nonces are random.</summary>
    internal static byte[] Close(ReadOnlySpan<byte> key, ReadOnlySpan<byte> content)
    {
        var box = new byte[NonceLength + TagLength + content.Length];
        Span<byte> nonce = box.AsSpan(0, NonceLength);
        // Twice the same nonce under one key breaks it (RFC 5116 §3.1), and a counter would have to outlive crashes.
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(nonce, content, box.AsSpan(NonceLength + TagLength), box.AsSpan(NonceLength, TagLength));
        return box;
    }

    /// <summary>Opens a box; <see langword="false"/> when it was not closed with this key.</summary>
    internal static bool TryOpen(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, [NotNullWhen(true)] out byte[]? content)
    {
        content = null;
        if (box.Length < NonceLength + TagLength)
            return false;

        var opened = new byte[box.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(key, TagLength);
        try
        {
            cipher.Decrypt(
                box[..NonceLength], box[(NonceLength + TagLength)..], box.Slice(NonceLength, TagLength), opened);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        content = opened;
        return true;
    }
}
