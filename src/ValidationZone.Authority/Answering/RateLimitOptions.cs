namespace ValidationZone.Authority.Answering;

/// <summary>How many UDP replies one part of the Internet may get before it has to prove that it really asks.</summary>
/// <param name="RepliesPerSecond">For each prefix and class of answer, 1 to 1,000,000.</param>
/// <param name="Burst">How many may come at once after a quiet time, at least one second's worth.</param>
/// <param name="Slip">
/// Of the limited replies, one in this many is sent, cut short with TC so that a real asker comes again over TCP; the
/// others are dropped. 1 drops none.
/// </param>
/// <param name="IPv4PrefixLength">How many bits of an IPv4 address make a prefix, 8 to 32.</param>
/// <param name="IPv6PrefixLength">How many bits of an IPv6 address make a prefix, 16 to 64.</param>
public sealed record RateLimitOptions(
    int RepliesPerSecond = 500,
    int Burst = 1_000,
    int Slip = 1,
    int IPv4PrefixLength = 24,
    int IPv6PrefixLength = 56);
