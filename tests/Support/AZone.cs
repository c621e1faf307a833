using System.Text;
using ValidationZone.Authority.Answering;
using ValidationZone.Authority.Zone;
using ValidationZone.Wire;

namespace ValidationZone.Tests.Support;

/// <summary>The zone that every conformance test asks, with its static names and a few subdomains.</summary>
public sealed class AZone
{
    public const string Apex = "auth.example.net.";

    /// <summary>A registered subdomain that holds <see cref="V1"/> and <see cref="V2"/>.</summary>
    public const string L2 = "3f6c1e0a-52b7-4d1c-9a3e-7b1f0c5d8e22." + Apex;

    /// <summary>A registered subdomain without a value.</summary>
    public const string L0 = "0d9b2a77-0c41-4e8f-b6d2-91a3c5e7f900." + Apex;

    /// <summary>A subdomain that was never registered.</summary>
    public const string LX = "e8a4c6b0-1f3d-4a5c-8e7b-2d9f0a1c3b5f." + Apex;

    /// <summary>A subdomain that was registered and removed.</summary>
    public const string LD = "b7d5f3a1-9c8e-4b6a-a2f4-6e8c0d1b3a5d." + Apex;

    public const string V1 = "gfj9Xq_Rg85nM-LPHJWx7sJ0bV3kQyTzA1eC5dOuI2w";

    public const string V2 = "Zk3-vYt8QhN6pWcE1sXo9mR_bLuD4fGa7iKjT0yVx5A";

    public const uint TxtTtlSeconds = 1;

    /// <summary>The static records, as an operator would write them.</summary>
    public const string MasterFile = """
        $ORIGIN auth.example.net.
        $TTL 3600
        @ IN SOA ns1 hostmaster 1 3600 600 86400 5
        @ IN NS ns1
        @ IN NS ns2
        @ IN A 192.0.2.80
        @ IN AAAA 2001:db8::80
        @ IN CAA 0 issue "ca.example"
        ns1 IN A 192.0.2.1
        ns1 IN AAAA 2001:db8::1
        ns2 IN A 192.0.2.2
        ns2 IN AAAA 2001:db8::2
        api.static IN A 192.0.2.81
        loop1 IN CNAME loop2
        loop2 IN CNAME loop1
        out IN CNAME www.example.org.
        alias IN CNAME api.static
        far IN CNAME alias
        held IN CNAME 3f6c1e0a-52b7-4d1c-9a3e-7b1f0c5d8e22
        gone IN CNAME e8a4c6b0-1f3d-4a5c-8e7b-2d9f0a1c3b5f
        _dmarc IN TXT "v=DMARC1; p=reject"
        mail.static IN MX 10 ns1
        """;

    private readonly byte[] _udpResponse = new byte[QueryAnswerer.UdpResponseCapacity];
    private readonly byte[] _streamResponse = new byte[QueryAnswerer.StreamResponseCapacity];

    private AZone(string masterFile, AnswererOptions options, TimeProvider clock)
    {
        DomainName apex = DomainName.Parse(Apex);
        Zone = new ServedZone(ZoneFile.Parse(masterFile, "conformance.zone", apex), clock);
        Answerer = new QueryAnswerer(Zone, options);
    }

    public ServedZone Zone { get; }

    public QueryAnswerer Answerer { get; }

    public QueryCounters Counters { get; } = new();

    /// <summary>Where requests come from.</summary>
    public byte[] ClientAddress { get; set; } = [198, 51, 100, 100];

    /// <summary>Limits replies to datagrams; <see langword="null"/> for no limit.</summary>
    public ResponseRateLimiter? Limiter { get; set; }

    /// <summary>Makes the limiter of one UDP socket; <see langword="null"/> for no limit.</summary>
    public Func<ResponseRateLimiter>? NewLimiter { get; set; }

    /// <summary>Where questions about watched names are noted; <see langword="null"/> for nowhere.</summary>
    public QuestionRing? Samples { get; set; }

    /// <summary>How long streams may stay idle, in units of 100 ms.</summary>
    public ushort IdleTimeoutTenths { get; set; } = 100;

    /// <summary>The zone with all its subdomains, ready to answer.</summary>
    public static AZone Loaded(
        AnswererOptions? options = null, string masterFile = MasterFile, TimeProvider? clock = null)
    {
        AZone zone = NotLoaded(options, masterFile, clock);
        zone.Zone.Table.MarkLoaded();
        return zone;
    }

    /// <summary>The same zone before its table is marked as loaded.</summary>
    public static AZone NotLoaded(
        AnswererOptions? options = null, string masterFile = MasterFile, TimeProvider? clock = null)
    {
        var zone = new AZone(masterFile, options ?? new AnswererOptions(), clock ?? TimeProvider.System);
        zone.Publish(L2, V1, V2);
        zone.Publish(L0);
        zone.Publish(LD, V1);
        zone.Remove(LD);
        return zone;
    }

    /// <summary>Makes a name exist with these values, or without any.</summary>
    public void Publish(string name, params string[] values)
    {
        ReadOnlyMemory<byte>[] octets = [.. values.Select(value => Encoding.ASCII.GetBytes(value))];
        Zone.Table.Publish(DomainName.Parse(name), TxtRRset.Create(octets, TxtTtlSeconds));
    }

    public bool Remove(string name) => Zone.Table.Remove(DomainName.Parse(name));

    /// <summary>Begins or ends the sampling of questions about a name.</summary>
    public void Watch(string name, bool isWatched = true) =>
        Zone.Table.Watch(DomainName.Parse(name).Wire[..^Zone.Apex.Wire.Length], isWatched);

    /// <summary>Sends octets; an empty reply is silence.</summary>
    public ReadOnlySpan<byte> Send(ReadOnlySpan<byte> request, DnsTransport transport = DnsTransport.Udp)
    {
        byte[] response = transport == DnsTransport.Udp ? _udpResponse : _streamResponse;
        var context = new QueryContext(transport, Counters)
        {
            ClientAddress = ClientAddress,
            Limiter = Limiter,
            IdleTimeoutTenths = IdleTimeoutTenths,
            Samples = Samples,
        };
        int length = Answerer.Answer(request, response, context);
        return response.AsSpan(0, length);
    }

    /// <summary>Sends a request that must be replied to, and reads the reply.</summary>
    public DnsReply Ask(APacket request, DnsTransport transport = DnsTransport.Udp) =>
        DnsReply.Parse(Send(request.ToOctets(), transport));

    /// <summary>Asks one question without EDNS over UDP.</summary>
    public DnsReply Ask(string qname, string qtype) => Ask(APacket.Asking(qname, qtype));
}
