using ValidationZone.Authority.Answering;

namespace ValidationZone.Transport;

/// <summary>Blocks of counters, each lent to one connection at a time, so that it has one writer at a time.</summary>
/// <remarks>Safe for any number of threads. There are as many blocks as there ever were connections at once.</remarks>
internal sealed class CounterPool
{
    // Taken twice for each connection and never for a message.
    private readonly Lock _lock = new();
    private readonly List<QueryCounters> _blocks = [];
    private readonly Stack<QueryCounters> _free = [];

    internal QueryCounters Take()
    {
        lock (_lock)
        {
            if (_free.TryPop(out QueryCounters? block))
                return block;

            block = new QueryCounters();
            _blocks.Add(block);
            return block;
        }
    }

    /// <summary>Takes a block back. It keeps its counts, and the next connection goes on from them.</summary>
    internal void Return(QueryCounters block)
    {
        lock (_lock)
            _free.Push(block);
    }

    internal QueryCounters Sum()
    {
        var sum = new QueryCounters();
        lock (_lock)
        {
            foreach (QueryCounters block in _blocks)
                sum.Add(block);
        }

        return sum;
    }
}
