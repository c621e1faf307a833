using ValidationZone.Authority.Answering;
using ValidationZone.Transport;
using ValidationZone.Wire;

namespace ValidationZone.Server.Configuration;

/// <summary>Reads what bounds DNS: cookies, rate limits, streams, the UDP engine and its workers.</summary>
/// <param name="problems">Receives every problem.</param>
internal sealed class DnsLimitsCheck(List<string> problems)
{
    private const int MostWorkers = 256;
    // RFC 7766 §6.2.3 has a few seconds in mind; less than one cuts clients off between two questions.
    private static readonly TimeSpan ShortestIdleTimeout = TimeSpan.FromSeconds(1);

    // What keepalive can say is less than two hours (RFC 7828 §3.1), and nobody is owed as much.
    private static readonly TimeSpan LongestIdleTimeout = TimeSpan.FromHours(1);

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
        // From the rate on: with a smaller burst the rate itself could never be reached.
        int burst = ReadCount(section.Burst, "Dns:RateLimit:Burst", rate, 10_000_000);
        int slip = ReadCount(section.Slip, "Dns:RateLimit:Slip", 1, 100);
        if (!bool.TryParse(section.Enabled, out bool isEnabled))
            problems.Add($"Dns:RateLimit:Enabled: '{section.Enabled}' is neither true nor false");

        return isEnabled ? new RateLimitOptions(rate, burst, slip) : null;
    }

    /// <summary>What streams may hold open.</summary>
    internal StreamSettings ReadStreams(StreamSection section)
    {
        int total = ReadCount(section.MaxConnections, "Dns:Tcp:MaxConnections", 1, 1_000_000);
        int perPrefix = ReadCount(section.MaxConnectionsPerPrefix, "Dns:Tcp:MaxConnectionsPerPrefix", 1, 1_000_000);
        bool isDuration = Duration.TryParse(section.IdleTimeout, out TimeSpan? idle);
        if (!isDuration || idle < ShortestIdleTimeout || idle > LongestIdleTimeout)
            problems.Add($"Dns:Tcp:IdleTimeout: '{section.IdleTimeout}' is not a time from 1s to 1h");

        StreamOptions options = StreamOptions.Default;
        return new StreamSettings(
            new StreamLimits(total, perPrefix), options with { IdleTimeout = idle ?? options.IdleTimeout });
    }

    /// <summary>How datagrams are taken and sent.</summary>
    internal UdpOptions ReadUdp(DnsOptions options)
    {
        // The number that stands for a word in the program is not a word.
        bool isWord = options.UdpEngine is { } text && text.All(char.IsAsciiLetter);
        if (!isWord || !Enum.TryParse(options.UdpEngine, ignoreCase: true, out UdpEngine engine))
        {
            problems.Add($"Dns:UdpEngine: '{options.UdpEngine}' is not an engine; write auto, batch or portable");
            engine = UdpEngine.Auto;
        }

        return new UdpOptions(engine, ReadCount(options.Workers, "Dns:Workers", 0, MostWorkers));
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

    private int ReadCount(string? text, string key, int least, int most) =>
        WholeNumber.Read(text, key, (least, most), problems);
}
