namespace ValidationZone.Accounts;

/// <summary>The rule of values: what is live at a subdomain after a change, as a pure function of what was.</summary>
/// <remarks>
/// A store applies it inside its write transaction to the rows it has just read, so that every node agrees.
/// </remarks>
public static class ValueSet
{
    /// <summary>
    /// How long a value stays whatever other credentials publish at the name: an authority that was told of it must
    /// still find it.
    /// </summary>
    public static TimeSpan Residence { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Publishes, refreshes or removes one digest.</summary>
    /// <remarks>
    /// A published digest becomes the newest, with a new expiry and this publisher, also when it was live before. A
    /// removed one leaves no trace, whoever had published it.
    /// </remarks>
    /// <param name="current">What is at the subdomain; expired values may be among them.</param>
    /// <param name="change">What is asked for.</param>
    /// <param name="sequence">More than every sequence in <paramref name="current"/>.</param>
    /// <returns>
    /// What is live afterwards, oldest first; <see langword="null"/> when the name is full of values that others have
    /// published within <see cref="Residence"/>.
    /// </returns>
    public static IReadOnlyList<LiveValue>? Apply(
        IReadOnlyList<LiveValue> current, ChallengeChange change, long sequence)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(change);
        // Without the digest itself: published again it counts once, so a client that tries again pushes nothing out.
        List<LiveValue> values = LiveWithout(current, change.Digest, change.At);
        if (change.IsRemoval)
            return values;

        // The publisher's own cap first: what it frees counts for the name, and others lose nothing.
        KeepWithinCredentialCap(values, change.Publisher, change.Limits.PerCredential);
        if (!TryKeepWithinNameCap(values, change))
            return null;

        DateTimeOffset expiresAt = change.At + (change.Lifetime ?? change.Limits.Lifetime);
        values.Add(new LiveValue(change.Digest, change.Publisher, sequence, expiresAt) { Lifetime = change.Lifetime });
        return values;
    }

    private static List<LiveValue> LiveWithout(
        IReadOnlyList<LiveValue> current, ChallengeDigest digest, DateTimeOffset now)
    {
        var live = new List<LiveValue>(current.Count + 1);
        foreach (LiveValue value in current)
        {
            if (value.ExpiresAt > now && !value.Digest.Equals(digest))
                live.Add(value);
        }

        // Oldest first, whatever order the store reads them in: what goes over a cap is found from the front.
        live.Sort((left, right) => left.Sequence.CompareTo(right.Sequence));
        return live;
    }

    /// <summary>Leaves room for one more value of the publisher.</summary>
    private static void KeepWithinCredentialCap(List<LiveValue> others, Guid publisher, int cap)
    {
        int own = others.Count(value => value.Publisher == publisher);
        for (; own >= cap && own > 0; own--)
            others.RemoveAt(others.FindIndex(value => value.Publisher == publisher));
    }

    /// <summary>Leaves room for one more value at the name, at the publisher's own expense first.</summary>
    private static bool TryKeepWithinNameCap(List<LiveValue> others, ChallengeChange change)
    {
        while (others.Count >= change.Limits.PerName && others.Count > 0)
        {
            // Not found is -1, and the oldest of the name is at 0.
            int at = Math.Max(others.FindIndex(value => value.Publisher == change.Publisher), 0);
            if (others[at].Publisher != change.Publisher && IsYoung(others[at], change))
                return false;

            others.RemoveAt(at);
        }

        return true;
    }

    private static bool IsYoung(LiveValue value, ChallengeChange change) =>
        value.ExpiresAt - (value.Lifetime ?? change.Limits.Lifetime) > change.At - Residence;
}
