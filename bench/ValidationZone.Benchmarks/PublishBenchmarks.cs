using System.Text;
using BenchmarkDotNet.Attributes;
using ValidationZone.Authority.Zone;
using ValidationZone.Wire;

namespace ValidationZone.Benchmarks;

/// <summary>A change becoming visible in a table of 10,000 names.</summary>
[MemoryDiagnoser]
public class PublishBenchmarks
{
    private readonly DomainName _name = DomainName.Parse(Packets.Registered);
    private readonly TxtRRset _oneValue = TxtRRset.Create([Encoding.ASCII.GetBytes(new string('C', 43))], ttlSeconds: 1);
    private RecordTable _table = null!;

    [GlobalSetup]
    public void Prepare() => _table = Zones.Create(10_000).Table;

    /// <summary>Two publications, so that each finds something to change.</summary>
    [Benchmark(OperationsPerInvoke = 2)]
    public uint Publish()
    {
        _table.Publish(_name, _oneValue);
        _table.Publish(_name, Zones.TwoValues);
        return _table.Serial;
    }
}
