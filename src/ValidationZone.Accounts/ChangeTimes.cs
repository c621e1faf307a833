namespace ValidationZone.Accounts;

/// <summary>When a change passed its stations, for whoever measures it; zero is "not yet".</summary>
/// <remarks>Timestamps of the clock that the updater has.</remarks>
public sealed class ChangeTimes
{
    /// <summary>When the store had committed it.</summary>
    public long CommittedAt { get; internal set; }

    /// <summary>When the next question would see it.</summary>
    public long PublishedAt { get; internal set; }
}
