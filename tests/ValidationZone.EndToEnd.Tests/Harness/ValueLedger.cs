using System.Net;
using System.Security.Cryptography;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>
/// One writer and what the server has acknowledged to it: which values must be served and which must not.
/// </summary>
/// <remarks>A call that got no acknowledgement leaves its own value unsure, and no other.</remarks>
internal sealed class ValueLedger(RegisteredAccount account)
{
    private const int LiveValuesOfACredential = 8;

    private readonly List<string> _live = [];
    private string? _unsurePublished;
    private string? _unsureRemoved;

    public RegisteredAccount Account => account;

    public int Acknowledged { get; private set; }

    /// <summary>Publishes new values and removes some, until a call is not acknowledged.</summary>
    /// <returns>The status of the call that was not acknowledged; OK when the test was cancelled.</returns>
    public async Task<HttpStatusCode> WriteAsync(ApiClient api, Action acknowledged, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            HttpStatusCode status = _live.Count > 0 && RandomNumberGenerator.GetInt32(4) == 0
                ? await RemoveAsync(api, _live[RandomNumberGenerator.GetInt32(_live.Count)])
                : await PublishAsync(api);
            if (status != HttpStatusCode.OK)
                return status;
            Acknowledged++;
            acknowledged();
        }

        return HttpStatusCode.OK;
    }

    public async Task<HttpStatusCode> PublishAsync(ApiClient api)
    {
        string txt = ChallengeValue.Next();
        HttpStatusCode status = await api.UpdateAsync(account, txt);
        if (status != HttpStatusCode.OK)
        {
            _unsurePublished = txt;
            return status;
        }

        _live.Add(txt);
        if (_live.Count > LiveValuesOfACredential)
            _live.Remove(_live[0]);
        return status;
    }

    /// <summary>Compares with what is served, which settles the unsure values from now on.</summary>
    public LedgerDifference Compare(IReadOnlyCollection<string> served)
    {
        HashSet<string> lost = [.. _live.Except(served)];
        if (_unsureRemoved is not null)
            lost.Remove(_unsureRemoved);
        bool wasPublished = _unsurePublished is not null && served.Contains(_unsurePublished);
        if (wasPublished && _live.Count == LiveValuesOfACredential)
            lost.Remove(_live[0]);
        string[] back = [.. served.Where(value => !_live.Contains(value) && value != _unsurePublished)];

        Settle(served, wasPublished);
        return new LedgerDifference(lost.Count, back.Length);
    }

    private async Task<HttpStatusCode> RemoveAsync(ApiClient api, string txt)
    {
        HttpStatusCode status = await api.CleanupAsync(account, txt);
        if (status == HttpStatusCode.OK)
            _live.Remove(txt);
        else
            _unsureRemoved = txt;
        return status;
    }

    private void Settle(IReadOnlyCollection<string> served, bool wasPublished)
    {
        if (wasPublished)
            _live.Add(_unsurePublished!);
        _live.RemoveAll(value => !served.Contains(value));
        _unsurePublished = null;
        _unsureRemoved = null;
    }
}
