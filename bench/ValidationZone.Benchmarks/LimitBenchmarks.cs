using System.Threading.RateLimiting;
using BenchmarkDotNet.Attributes;
using ValidationZone.Server.Api.Limits;

namespace ValidationZone.Benchmarks;

/// <summary>One permit for one of 10,000 credentials, which each update takes; ours and the framework's limiter.</summary>
[MemoryDiagnoser]
public class LimitBenchmarks
{
    private const int Credentials = 10_000;
    private const int Permits = 1_000_000_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Guid[] _usernames =
        [.. Enumerable.Range(0, Credentials).Select(i => new Guid(i * 7919, 1, 2, new byte[8]))];

    private Func<Guid, RateLimitLease> _ours = null!;
    private Func<Guid, RateLimitLease> _frameworks = null!;
    private int _next;

    [GlobalSetup]
    public void Prepare()
    {
        var ours = new SlidingWindowLimiter<Guid>(
            new LimitBounds(Permits, Minute, Credentials, IsOverflowLimited: false), TimeProvider.System);
        Func<Guid, RateLimiter> make = _ => new SlidingWindowRateLimiter(new SlidingWindowRateLimiterOptions
        {
            PermitLimit = Permits,
            Window = Minute,
            SegmentsPerWindow = SlidingWindow.SegmentsPerPeriod,
            AutoReplenishment = false,
        });
        PartitionedRateLimiter<Guid> frameworks =
            PartitionedRateLimiter.Create<Guid, Guid>(key => RateLimitPartition.Get(key, make));
        _ours = key => ours.AttemptAcquire(key);
        _frameworks = key => frameworks.AttemptAcquire(key);
    }

    [Benchmark(Baseline = true)]
    public bool Ours() => Take(_ours);

    [Benchmark]
    public bool Frameworks() => Take(_frameworks);

    private bool Take(Func<Guid, RateLimitLease> acquire)
    {
        _next = _next + 1 == Credentials ? 0 : _next + 1;
        using RateLimitLease lease = acquire(_usernames[_next]);
        return lease.IsAcquired;
    }
}
