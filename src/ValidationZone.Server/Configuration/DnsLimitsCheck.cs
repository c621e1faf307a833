using System.Globalization;
using ValidationZone.Authority.Answering;
using ValidationZone.Wire;

namespace ValidationZone.Server.Configuration;

/// <summary>Reads the sections <c>Dns:Cookies</c> and <c>Dns:RateLimit</c>.</summary>
/// <param name="problems">Receives every problem.</param>
internal sealed class DnsLimitsCheck(List<string> problems)
{
    /// <summary>The secrets; new ones when none is configured.</summary>
    internal CookieSecrets ReadCookies(CookieOptions options)
    {
        byte[]? active = ReadSecret(options.Secret, "Dns:Cookies:Secret");
        byte[]? staging = ReadSecret(options.StagingSecret, "Dns:Cookies:StagingSecret");
        if (active is not null)
            return new CookieSecrets(active, staging);

        // A secret that is only accepted, beside one that nobody else knows, would be a mistake that shows late.
        if (staging is not null)
            problems.Add("Dns:Cookies:StagingSecret: is of no use without Dns:Cookies:Secret");

        return CookieSecrets.Generate();
    }

    /// <summary>The limits; <see langword="null"/> when replies are not limited.</summary>
    internal RateLimitOptions? ReadRateLimit(RateLimitSection section)
    {
        int rate = ReadCount(section.RepliesPerSecond, "Dns:RateLimit:RepliesPerSecond", 1, 1_000_000);
        int burst = ReadCount(section.Burst, "Dns:RateLimit:Burst", rate, 10_000_000);
        int slip = ReadCount(section.Slip, "Dns:RateLimit:Slip", 1, 100);
        if (!bool.TryParse(section.Enabled, out bool isEnabled))
            problems.Add($"Dns:RateLimit:Enabled: '{section.Enabled}' is neither true nor false");

        return isEnabled ? new RateLimitOptions(rate, burst, slip) : null;
    }

    private byte[]? ReadSecret(string? text, string key)
    {
        if (string.IsNullOrEmpty(text))
            return null;

        // The text is not repeated: it is a secret, or nearly one.
        if (text.Length == 2 * SipHash.KeyLengthInOctets && text.All(char.IsAsciiHexDigit))
            return Convert.FromHexString(text);

        problems.Add($"{key}: must be {2 * SipHash.KeyLengthInOctets} hexadecimal digits");
        return null;
    }

    private int ReadCount(string? text, string key, int least, int most)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && count >= least && count <= most)
            return count;

        problems.Add($"{key}: '{text}' is not a whole number from {least} to {most}");
        return least;
    }
}
