using BenchmarkDotNet.Attributes;
using ValidationZone.Authority.Answering;
using ValidationZone.Authority.Zone;
using ValidationZone.Wire;

namespace ValidationZone.Benchmarks;

/// <summary>One answer of each kind, octets to octets.</summary>
[MemoryDiagnoser]
public class AnswerBenchmarks
{
    private readonly QueryCounters _counters = new();
    private readonly QuestionRing _ring = new();
    private readonly byte[] _response = new byte[QueryAnswerer.UdpResponseCapacity];
    private readonly byte[] _positive = Packets.Question(Packets.Registered, RecordType.Txt);
    private readonly byte[] _watched = Packets.Question(Packets.Watched, RecordType.Txt);
    private readonly byte[] _noData = Packets.Question(Packets.Registered, RecordType.A);
    private readonly byte[] _nxDomain = Packets.Question(Packets.Unregistered, RecordType.Txt);
    private readonly byte[] _refused = Packets.Question("www.example.org", RecordType.Txt);
    private readonly byte[] _nameServers = Packets.Question(Packets.Apex, RecordType.Ns);
    private QueryAnswerer _answerer = null!;

    [Params(10_000, 1_000_000)]
    public int Names { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        ServedZone zone = Zones.Create(Names);
        zone.Table.Watch(Packets.LabelsOf(Packets.Watched), isWatched: true);
        _answerer = new QueryAnswerer(zone, new AnswererOptions());
    }

    [Benchmark(Baseline = true)]
    public int Positive() => Answer(_positive);

    /// <summary>A positive answer whose question is noted, as for a name that was published lately.</summary>
    [Benchmark]
    public int Watched()
    {
        int length = Answer(_watched);
        _ring.TryTake(out _);
        return length;
    }

    [Benchmark]
    public int NoData() => Answer(_noData);

    [Benchmark]
    public int NxDomain() => Answer(_nxDomain);

    [Benchmark]
    public int Refused() => Answer(_refused);

    [Benchmark]
    public int NameServers() => Answer(_nameServers);

    private int Answer(byte[] request) =>
        _answerer.Answer(request, _response, new QueryContext(DnsTransport.Udp, _counters)
        {
            Samples = _ring,
        });
}
