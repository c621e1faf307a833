using BenchmarkDotNet.Attributes;
using ValidationZone.Wire;

namespace ValidationZone.Benchmarks;

/// <summary>Octets to a question, and a name to its folded form.</summary>
[MemoryDiagnoser]
public class ParseBenchmarks
{
    private readonly byte[] _request = Packets.Question(Packets.Registered, RecordType.Txt);
    private readonly byte[] _name = DomainName.Parse(Packets.Registered).Wire.ToArray();
    private readonly byte[] _folded = new byte[DomainName.MaxLengthInOctets];

    [Benchmark(Baseline = true)]
    public ParseOutcome Parse() => QueryParser.Parse(_request, out _);

    [Benchmark]
    public byte Fold()
    {
        NameReader.FoldCase(_name, _folded);
        return _folded[1];
    }
}
