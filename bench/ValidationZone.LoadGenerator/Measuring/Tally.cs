using ValidationZone.LoadGenerator.Synthetic;

namespace ValidationZone.LoadGenerator.Measuring;

/// <summary>What one thread of a load has counted.</summary>
internal sealed class Tally
{
    private readonly long[] _findings = new long[Enum.GetValues<Finding>().Length];
    private bool _isOver;

    /// <summary>How long replies took.</summary>
    internal LatencyHistogram Latency { get; private set; } = new();

    /// <summary>Requests that were never answered.</summary>
    internal long Lost { get; set; }

    /// <summary>Octets of all replies.</summary>
    internal long ReplyOctets { get; private set; }

    /// <summary>Replies that were all right.</summary>
    internal long Right => _findings[(int)Finding.Right];

    /// <summary>Replies with something wrong.</summary>
    internal long Wrong => _findings.Sum() - Right;

    /// <summary>Counts a reply.</summary>
    internal void Add(Finding finding, long ticks, int octets)
    {
        // A mistake counts whenever it is made.
        if (_isOver && finding == Finding.Right)
            return;

        _findings[(int)finding]++;
        if (finding == Finding.Unexpected)
            return;

        Latency.Add(ticks);
        ReplyOctets += octets;
    }

    /// <summary>Forgets what was right, and how long it took: from here on it counts. Mistakes are kept.</summary>
    internal void StartMeasuring()
    {
        _findings[(int)Finding.Right] = 0;
        ReplyOctets = 0;
        Latency = new LatencyHistogram();
    }

    /// <summary>Right replies that still come are too late to count.</summary>
    internal void StopMeasuring() => _isOver = true;

    /// <summary>Adds what another thread has counted.</summary>
    internal void Add(Tally other)
    {
        for (int i = 0; i < _findings.Length; i++)
            _findings[i] += other._findings[i];

        Latency.Add(other.Latency);
        Lost += other.Lost;
        ReplyOctets += other.ReplyOctets;
    }

    /// <summary>The kinds of mistakes with their numbers, for a person; empty when there are none.</summary>
    internal string DescribeMistakes() => string.Join(", ", Enum.GetValues<Finding>()
        .Where(finding => finding != Finding.Right && _findings[(int)finding] > 0)
        .Select(finding => $"{finding}: {_findings[(int)finding]}"));
}
