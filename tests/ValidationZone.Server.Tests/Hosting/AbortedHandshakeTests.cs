using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests;

/// <summary>Clients that go away in the middle of a handshake, against the built executable.</summary>
public sealed class AbortedHandshakeTests(ITestOutputHelper output) : IDisposable
{
    private const int AtOnce = 50;
    private const int MostGrowthInMiB = 32;

    // Far enough past the start for everything to be compiled and every pool to be filled.
    private const int WarmUp = 1000;

    private static readonly int Count =
        Environment.GetEnvironmentVariable("VALIDATIONZONE_LONG_TESTS") == "1" ? 10_000 : 1000;

    private static readonly byte[] Garbage = [.. Enumerable.Range(0, 500).Select(number => (byte)(number * 151))];

    private readonly TempFolder _folder = new();
    private readonly PrivateAuthority _authority = new();

    [Fact]
    [Trait("Row", "T17")]
    [Trait("Over", "DOT4")]
    public async Task Thousands_of_aborted_handshakes_leave_nothing_behind()
    {
        var server = new IPEndPoint(IPAddress.Loopback, FreePort.Next());
        await using ServerProgram program = await ServeAsync(server);
        int descriptors = Descriptors(program);
        await AbortAsync(server, WarmUp);
        await Eventually.HoldsAsync(() => Descriptors(program) <= descriptors);
        long before = ResidentMiB(program);

        await AbortAsync(server, Count);
        await Eventually.HoldsAsync(() => Descriptors(program) <= descriptors);
        long after = ResidentMiB(program);
        output.WriteLine($"{Count} handshakes: {descriptors} descriptors as before, {before} MiB before, {after} after");
        DnsAnswer answer = await AskAsync(server);
        ProgramResult result = await program.StopAsync();

        Assert.Equal(0, answer.Rcode);
        Assert.True(after - before <= MostGrowthInMiB, $"{before} MiB before, {after} MiB after");
        // Kestrel says so when the machine has stood still for a second.
        Assert.DoesNotMatch("(warn:|fail:|crit:)(?!.* the heartbeat has been running for )", result.Error);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    private async Task<ServerProgram> ServeAsync(IPEndPoint endpoint)
    {
        (string certificate, string key) = _authority.Issue(TlsServer.Name).WriteTo(_folder.Root);
        string file = _folder.File("config.json");
        await File.WriteAllTextAsync(
            file,
            $$$"""
            { "Dns": { "Tls": { "Listen": [ "{{{endpoint}}}" ], "Certificate": "{{{certificate}}}", "Key": "{{{key}}}" } } }
            """);
        return await ServerProgram.ServeAsync(_folder, "--config", file);
    }

    private static async Task AbortAsync(IPEndPoint server, int count)
    {
        for (int done = 0; done < count; done += AtOnce)
            await Task.WhenAll(Enumerable.Range(done, AtOnce).Select(number => AbortOneAsync(server, number)));
    }

    private static async Task AbortOneAsync(IPEndPoint server, int number)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server);
        switch (number % 8)
        {
            case 0:
                break;
            case 1:
                await socket.SendAsync(ClientHello.Tls12[..20]);
                break;
            case 2:
                await socket.SendAsync(ClientHello.Tls12);
                break;
            case 3:
                // Waits for the server's half, so that it is in the middle for certain.
                await socket.SendAsync(ClientHello.Tls12);
                await socket.ReceiveAsync(new byte[1]);
                break;
            case 4:
                await socket.SendAsync(Garbage);
                break;
            case 5:
                await socket.SendAsync((byte[])[.. ClientHello.Tls12, .. Garbage]);
                socket.Shutdown(SocketShutdown.Send);
                break;
            case 6:
                await socket.SendAsync(Spoilt(number / 8));
                break;
            default:
                await socket.SendAsync(ClientHello.Tls12);
                // A reset instead of an end.
                socket.LingerState = new LingerOption(true, 0);
                break;
        }
    }

    /// <summary>A ClientHello with one octet wrong, another one for each number.</summary>
    private static byte[] Spoilt(int number)
    {
        byte[] hello = [.. ClientHello.Tls12];
        hello[number % hello.Length] ^= (byte)(1 << (number / hello.Length % 8));
        return hello;
    }

    private static async Task<DnsAnswer> AskAsync(IPEndPoint server)
    {
        await using TlsClient client = await TlsClient.ConnectAsync(server);
        return await client.AskAsync("auth.example.org");
    }

    private static int Descriptors(ServerProgram program) =>
        // An assembly stays open once it has been needed, which may be late.
        new DirectoryInfo($"/proc/{program.Id}/fd").EnumerateFileSystemInfos()
            .Count(entry => entry.LinkTarget?.EndsWith(".dll", StringComparison.Ordinal) != true);

    private static long ResidentMiB(ServerProgram program)
    {
        string line = File.ReadLines($"/proc/{program.Id}/status")
            .Single(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line["VmRSS:".Length..^"kB".Length], CultureInfo.InvariantCulture) / 1024;
    }
}
