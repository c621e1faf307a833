namespace ValidationZone.Server.Tests;

/// <summary>The first octets of a TLS client, by hand: for versions that no library speaks any more.</summary>
internal static class ClientHello
{
    internal static readonly byte[] Tls11 = Create(minorVersion: 2);

    internal static readonly byte[] Tls12 = Create(minorVersion: 3);

    private static byte[] Create(byte minorVersion)
    {
        byte[] groups = [0, 10, 0, 4, 0, 2, 0, 23];
        byte[] pointFormats = [0, 11, 0, 2, 1, 0];
        byte[] signatures = [0, 13, 0, 6, 0, 4, 4, 3, 2, 3];
        byte[] extensions = [.. groups, .. pointFormats, .. signatures];
        // ECDHE with ECDSA: AES-GCM for 1.2, AES-CBC with SHA-1 for what is older.
        byte[] suites = [0, 4, 0xC0, 0x2B, 0xC0, 0x09];
        byte[] body =
        [
            3, minorVersion, .. new byte[32], 0, .. suites, 1, 0, 0, (byte)extensions.Length, .. extensions,
        ];
        return [0x16, 3, 1, 0, (byte)(body.Length + 4), 1, 0, 0, (byte)body.Length, .. body];
    }
}
