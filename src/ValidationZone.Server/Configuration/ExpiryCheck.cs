namespace ValidationZone.Server.Configuration;

/// <summary>Reads after how long unused accounts are deleted.</summary>
/// <param name="problems">Receives every problem.</param>
internal sealed class ExpiryCheck(List<string> problems)
{
    /// <summary>The time; <see langword="null"/> for never.</summary>
    internal TimeSpan? Read(RegistrationOptions options)
    {
        // What goes is gone for good, names included: an hour is a slip of the pen and not a wish.
        string? text = options.ExpireUnusedAfter;
        bool isDuration = Duration.TryParse(text, out TimeSpan? unusedFor);
        if (isDuration && (unusedFor == TimeSpan.Zero || unusedFor >= TimeSpan.FromDays(1)))
            return unusedFor == TimeSpan.Zero ? null : unusedFor;

        problems.Add($"Registration:ExpireUnusedAfter: '{text}' is neither 1d or more, such as 180d, nor 0 for never");
        return null;
    }
}
