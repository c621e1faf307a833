using System.Buffers.Text;
using System.Security.Cryptography;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>Values of the form a DNS-01 challenge has: 43 characters of base64url.</summary>
internal static class ChallengeValue
{
    public static string Next() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
