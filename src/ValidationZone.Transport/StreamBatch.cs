namespace ValidationZone.Transport;

/// <summary>What became of the octets of one read.</summary>
/// <param name="Consumed">Behind the last message that was taken.</param>
/// <param name="Messages">How many messages were taken.</param>
/// <param name="ReplyLength">How many octets of replies were written, prefixes included.</param>
/// <param name="Rest">What the octets behind <paramref name="Consumed"/> are.</param>
internal readonly record struct StreamBatch(
    SequencePosition Consumed,
    int Messages,
    int ReplyLength,
    StreamRest Rest);
