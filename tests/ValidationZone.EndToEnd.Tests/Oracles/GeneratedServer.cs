using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;
using ValidationZone.Tests.Support;
using ValidationZone.Tests.Support.Model;

namespace ValidationZone.EndToEnd.Tests.Oracles;

/// <summary>
/// Our server with a generated zone: the static part from a zone file, subdomains registered and filled through the
/// API, some of them deleted again with the command line.
/// </summary>
internal sealed class GeneratedServer : IAsyncDisposable
{
    public const string Apex = ServerProcess.Zone + ".";

    /// <summary>The TTL of challenge values when nothing is configured.</summary>
    private const uint TxtTtlSeconds = 1;

    private const int MostValues = 8;

    private GeneratedServer(ServerProcess process, RandomZone zone)
    {
        Process = process;
        Zone = zone;
    }

    public ServerProcess Process { get; }

    public RandomZone Zone { get; }

    /// <summary>Starts the server with a zone and this many subdomains; every tenth of them is deleted again.</summary>
    public static async Task<GeneratedServer> StartAsync(
        TempFolder folder, RandomZone zone, int subdomains, params string[] arguments)
    {
        string database = folder.Combine("data", "validationzone.db");
        string zoneFile = folder.Write("static.zone", zone.MasterFile);
        ServerProcess process = await ServerProcess.StartAsync(database, ["--zone-file", zoneFile, .. arguments]);
        try
        {
            var server = new GeneratedServer(process, zone);
            RegisteredAccount[] accounts = await process.Api.RegisterAsync(subdomains);
            await Task.WhenAll(accounts.Select(server.FillAsync));
            await server.DeleteAsync([.. accounts.Where((_, i) => i % 10 == 0)], database);
            return server;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    /// <summary>Nought to eight values, by the account's place among the others.</summary>
    private async Task FillAsync(RegisteredAccount account, int index)
    {
        string[] values = new string[index % 10 == 0 ? 1 : index % (MostValues + 1)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ChallengeValue.Next();
            Assert.Equal(HttpStatusCode.OK, await Process.Api.UpdateAsync(account, values[i]));
        }

        lock (Zone)
        {
            if (index % 10 == 0)
                Zone.Deleted.Add(account.Fulldomain + ".");
            else
                Zone.AddSubdomain(account.Fulldomain + ".", values, TxtTtlSeconds);
        }
    }

    private async Task DeleteAsync(RegisteredAccount[] accounts, string database)
    {
        foreach (RegisteredAccount account in accounts)
        {
            FinishedProcess finished = await ChildProcess.RunAsync(
                ServerProcess.Executable,
                [
                    "account", "delete", account.Subdomain, "--zone", ServerProcess.Zone,
                    "--database", "sqlite:" + database,
                ]);
            finished.MustSucceed();
        }

        using var client = new DnsClient(Process.DnsPort);
        await Eventually.HoldsAsync("deleted subdomains are NXDOMAIN", () => accounts.All(account =>
            client.Ask(APacket.Asking(account.Fulldomain + ".", "TXT").ToOctets())?.Rcode == "NXDOMAIN"));
    }
}
