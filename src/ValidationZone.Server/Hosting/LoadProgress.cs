namespace ValidationZone.Server.Hosting;

/// <summary>Logs how far a load has come, at once and on the thread that loads.</summary>
internal sealed class LoadProgress(ILogger log) : IProgress<int>
{
    /// <inheritdoc/>
    public void Report(int value) => Log.Loading(log, value);
}
