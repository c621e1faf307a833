using ValidationZone.Accounts;

namespace ValidationZone.Server.Hosting;

/// <summary>
/// Tells the log what goes wrong between the store and the zone: once when it begins and once when it ends.
/// </summary>
/// <remarks>Not once for each refusal: thousands of lines a second would help to keep a disk full.</remarks>
internal sealed class StoreWatch(Composition parts, ILogger log)
{
    private string? _writeFailure;
    private string? _readFailure;
    private int _notServed;

    /// <summary>Logs what has changed since the last time.</summary>
    internal void Look()
    {
        LookAtWrites(parts.StoreFailure);
        LookAtReads(parts.Follower.LastFailure);
        LookAtNames(parts.Directory.SkippedSubdomains);
    }

    private void LookAtWrites(string? failure)
    {
        if (failure is not null && failure != _writeFailure)
            Log.StoreFailing(log, failure);
        else if (failure is null && _writeFailure is not null)
            Log.StoreRecovered(log);

        _writeFailure = failure;
    }

    private void LookAtReads(string? failure)
    {
        if (failure is not null && failure != _readFailure)
            Log.StoreUnreadable(log, failure);
        else if (failure is null && _readFailure is not null)
            Log.StoreReadable(log);

        _readFailure = failure;
    }

    private void LookAtNames(IReadOnlyList<Subdomain> notServed)
    {
        // The newest, so that a second clash is named too.
        if (notServed.Count > _notServed)
            Log.NamesNotServed(log, notServed.Count, notServed[^1].Text);

        _notServed = notServed.Count;
    }
}
