using BenchmarkDotNet.Attributes;
using ValidationZone.Authority.Answering;
using ValidationZone.Wire;

namespace ValidationZone.Benchmarks;

/// <summary>One answer of each kind, octets to octets.</summary>
[MemoryDiagnoser]
public class AnswerBenchmarks
{
    private readonly QueryCounters _counters = new();
    private readonly byte[] _response = new byte[QueryAnswerer.UdpResponseCapacity];
    private readonly byte[] _positive = Packets.Question(Packets.Registered, RecordType.Txt);
    private readonly byte[] _noData = Packets.Question(Packets.Registered, RecordType.A);
    private readonly byte[] _nxDomain = Packets.Question(Packets.Unregistered, RecordType.Txt);
    private readonly byte[] _refused = Packets.Question("www.example.org", RecordType.Txt);
    private readonly byte[] _nameServers = Packets.Question(Packets.Apex, RecordType.Ns);
    private QueryAnswerer _answerer = null!;

    [Params(10_000, 1_000_000)]
    public int Names { get; set; }

    [GlobalSetup]
    public void Prepare() => _answerer = new QueryAnswerer(Zones.Create(Names), new AnswererOptions());

    [Benchmark(Baseline = true)]
    public int Positive() => Answer(_positive);

    [Benchmark]
    public int NoData() => Answer(_noData);

    [Benchmark]
    public int NxDomain() => Answer(_nxDomain);

    [Benchmark]
    public int Refused() => Answer(_refused);

    [Benchmark]
    public int NameServers() => Answer(_nameServers);

    private int Answer(byte[] request) =>
        _answerer.Answer(request, _response, new QueryContext(DnsTransport.Udp, _counters));
}
