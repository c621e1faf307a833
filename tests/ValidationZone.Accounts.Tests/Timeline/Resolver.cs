using System.Net;
using ValidationZone.Authority.Answering;
using ValidationZone.Wire;

namespace ValidationZone.Accounts.Tests.Timeline;

/// <summary>Asks a zone from one address; its questions are noted in a ring of its own.</summary>
internal sealed class Resolver(TestZone zone, string address)
{
    private readonly QueryAnswerer _answerer = new(zone.Zone, new AnswererOptions());
    private readonly QuestionRing _ring = zone.Questions.NewRing();
    private readonly QueryCounters _counters = new();
    private readonly byte[] _response = new byte[QueryAnswerer.StreamResponseCapacity];

    internal IPAddress Address { get; } = IPAddress.Parse(address);

    internal void Ask(string name, RecordType type = RecordType.Txt, DnsTransport transport = DnsTransport.Udp)
    {
        DomainName qname = A.Subdomain(name).Under(TestZone.Apex)!;
        byte[] question = [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. qname.Wire, 0, (byte)type, 0, 1];
        _answerer.Answer(question, _response, new QueryContext(transport, _counters)
        {
            ClientAddress = Address.GetAddressBytes(),
            Samples = _ring,
        });
    }
}
