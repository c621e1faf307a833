using BenchmarkDotNet.Attributes;
using ValidationZone.Authority.Answering;
using ValidationZone.Tests.Support;

namespace ValidationZone.Benchmarks;

/// <summary>Answers to messages made to cost as much as they can; each must take less than a millisecond.</summary>
[MemoryDiagnoser]
public class HostileBenchmarks
{
    private readonly QueryCounters _counters = new();
    private readonly byte[] _response = new byte[QueryAnswerer.StreamResponseCapacity];
    private readonly byte[] _client = [127, 0, 0, 1];
    private QueryAnswerer _answerer = null!;
    private byte[] _message = null!;

    public static IEnumerable<string> Kinds => HostileMessages.All.Keys;

    [ParamsSource(nameof(Kinds))]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        var options = new AnswererOptions { Identity = "node-1", Cookies = CookieSecrets.Generate() };
        _answerer = new QueryAnswerer(Zones.Create(10_000, "auth.example.net"), options);
        _message = HostileMessages.All[Kind];
    }

    [Benchmark]
    public int Answer() => _answerer.Answer(
        _message, _response, new QueryContext(DnsTransport.Tcp, _counters) { ClientAddress = _client });
}
