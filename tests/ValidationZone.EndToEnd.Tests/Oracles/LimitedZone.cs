using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Oracles;

/// <summary>
/// Our server with its limiter on and a value at each of many names, and a resolver that finds it from a root.
/// </summary>
internal sealed partial class LimitedZone : IAsyncDisposable
{
    private readonly ServerProcess _server;
    private readonly PrivateRoot _root;

    private LimitedZone(ServerProcess server, PrivateRoot root, Resolver resolver, IPAddress address)
    {
        _server = server;
        _root = root;
        Resolver = resolver;
        Address = address;
    }

    public Resolver Resolver { get; }

    /// <summary>Where our server answers on port 53.</summary>
    public IPAddress Address { get; }

    /// <summary>Each name and the one value at it.</summary>
    public IReadOnlyList<(string Name, string Value)> Values { get; private init; } = [];

    /// <param name="folder">Where everything is kept.</param>
    /// <param name="resolver">One of the kinds of <see cref="ResolverConfiguration"/>.</param>
    /// <param name="repliesPerSecond">The limit; <see langword="null"/> for the default.</param>
    /// <param name="names">How many names there are.</param>
    public static async Task<LimitedZone> StartAsync(
        TempFolder folder, string resolver, string? repliesPerSecond, int names)
    {
        IPAddress address = PrivateRoot.NextAddress();
        ServerProcess server = await StartServerAsync(folder, address, repliesPerSecond);
        PrivateRoot? root = null;
        try
        {
            root = await PrivateRoot.StartAsync(folder, GeneratedServer.Apex, address);
            (string, string)[] values = await PublishAsync(server, names);
            Resolver started = await root.StartResolverAsync(resolver, folder);
            return new LimitedZone(server, root, started, address) { Values = values };
        }
        catch
        {
            await (root?.DisposeAsync() ?? ValueTask.CompletedTask);
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends our server, which then says how many queries it had, over UDP and TCP together.</summary>
    public async Task<long> StopAndCountQueriesAsync()
    {
        Assert.Equal(0, await _server.TerminateAsync());
        return long.Parse(Total().Match(_server.Output).Groups["queries"].ValueSpan, CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await Resolver.DisposeAsync();
        await _root.DisposeAsync();
        await _server.DisposeAsync();
    }

    [GeneratedRegex("stopped after (?<queries>[0-9]+) DNS queries", RegexOptions.ExplicitCapture)]
    private static partial Regex Total();

    private static Task<ServerProcess> StartServerAsync(TempFolder folder, IPAddress address, string? repliesPerSecond)
    {
        string zoneFile = folder.Write("limited.zone", $"""
            $ORIGIN {GeneratedServer.Apex}
            $TTL 60
            @ SOA ns1 hostmaster 1 3600 600 86400 0
            @ NS ns1
            ns1 A {address}

            """);
        var settings = new Dictionary<string, string>();
        if (repliesPerSecond is not null)
        {
            // One limiter for all: each worker has its own, and the kernel spreads clients over them by their ports.
            settings["VALIDATIONZONE_Dns__Workers"] = "1";
            settings["VALIDATIONZONE_Dns__RateLimit__RepliesPerSecond"] = repliesPerSecond;
            settings["VALIDATIONZONE_Dns__RateLimit__Burst"] = repliesPerSecond;
        }

        return ServerProcess.StartAsync(
            folder.Combine("data", "validationzone.db"), settings, "--zone-file", zoneFile, "--dns", $"{address}:53");
    }

    private static Task<(string Name, string Value)[]> PublishAsync(ServerProcess server, int names) =>
        Task.WhenAll(Enumerable.Range(0, names).Select(async _ =>
        {
            RegisteredAccount account = await server.Api.RegisterAsync();
            string value = ChallengeValue.Next();
            Assert.Equal(HttpStatusCode.OK, await server.Api.UpdateAsync(account, value));
            return (account.Fulldomain + ".", value);
        }));
}
