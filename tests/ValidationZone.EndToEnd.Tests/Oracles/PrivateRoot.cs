using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;

namespace ValidationZone.EndToEnd.Tests.Oracles;

/// <summary>
/// A root zone on NSD that delegates to servers on port 53 of loopback addresses nobody else has, so that resolvers
/// iterate as they do on the internet.
/// </summary>
internal sealed class PrivateRoot : IAsyncDisposable
{
    /// <summary>A name outside our zone, for aliases that lead out of it.</summary>
    public const string OutsideName = "www.outside.test.";

    private const int DnsPort = 53;
    private static readonly ConcurrentQueue<MachineClaim> Claims = [];
    private readonly OracleServer _nsd;

    private PrivateRoot(OracleServer nsd, string hints)
    {
        _nsd = nsd;
        HintsFile = hints;
    }

    /// <summary>The root hints in the form that most resolvers read.</summary>
    private string HintsFile { get; }

    private IPAddress Address => _nsd.Endpoint.Address;

    /// <summary>An address of 127.0.0.0/8 on which port 53 is free for UDP and TCP, handed out only once.</summary>
    public static IPAddress NextAddress()
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            IPAddress address = new([127, 53, (byte)Random.Shared.Next(1, 255), (byte)Random.Shared.Next(1, 255)]);
            // Whoever got it may bind it much later, or never, and resolvers remember who was not there.
            if (MachineClaim.TryTake($"address-{address}") is not { } claim)
                continue;

            Claims.Enqueue(claim);
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                udp.Bind(new IPEndPoint(address, DnsPort));
                tcp.Bind(new IPEndPoint(address, DnsPort));
                return address;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody listens on port 53 of every address, or of this one.
            }
        }

        throw new InvalidOperationException("port 53 is taken on every loopback address");
    }

    /// <summary>Starts a root that delegates one zone to one server.</summary>
    public static Task<PrivateRoot> StartAsync(TempFolder folder, string zone, IPAddress zoneAddress) =>
        StartAsync(folder, $"""
            {zone} NS ns1.{zone}
            ns1.{zone} A {zoneAddress}
            """);

    /// <summary>Starts a root with these records besides its own.</summary>
    public static async Task<PrivateRoot> StartAsync(TempFolder folder, string records)
    {
        IPAddress address = NextAddress();
        string file = folder.Write("root.zone", string.Create(CultureInfo.InvariantCulture, $"""
            $TTL 60
            . SOA ns.root. hostmaster.root. 1 3600 600 86400 1
            . NS ns.root.
            ns.root. A {address}
            {OutsideName} A 192.0.2.99
            {records}

            """));
        string hints = folder.Write("root.hints", $". 3600 NS ns.root.\nns.root. 3600 A {address}\n");
        OracleServer nsd = await OracleServer.StartNsdAsync(folder, ".", file, new IPEndPoint(address, DnsPort));
        return new PrivateRoot(nsd, hints);
    }

    /// <summary>
    /// Starts a resolver that iterates from here, one of the kinds of <see cref="ResolverConfiguration"/>.
    /// </summary>
    public Task<Resolver> StartResolverAsync(string kind, TempFolder folder) => Resolver.StartAsync(
        ResolverConfiguration.FromRoot(kind, folder, Address, HintsFile), OutsideName, "A");

    /// <summary>
    /// Starts an Unbound that iterates from here and has settings of its own, such as a trust anchor.
    /// </summary>
    public Task<Resolver> StartUnboundAsync(TempFolder folder, params IEnumerable<string> settings) =>
        Resolver.StartAsync(
            ResolverConfiguration.UnboundFromRoot(folder, HintsFile, settings), OutsideName, "A");

    public ValueTask DisposeAsync() => _nsd.DisposeAsync();
}
