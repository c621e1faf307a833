using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ValidationZone.Server.Tests;

/// <summary>Challenge digests to publish.</summary>
public static class Digests
{
    public static string Of(string keyAuthorization) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(keyAuthorization)));

    public static string Next() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
