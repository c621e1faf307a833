using System.Globalization;
using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Delegation;

/// <summary>Our server with a validation zone that somebody may have delegated to it, and one account in it.</summary>
internal sealed class RunningZone : IAsyncDisposable
{
    private readonly TempFolder _folder;

    private RunningZone(TempFolder folder, string apex, ServerProcess server, RegisteredAccount account)
    {
        _folder = folder;
        Apex = apex;
        Server = server;
        Account = account;
    }

    public string Apex { get; }

    public ServerProcess Server { get; }

    public RegisteredAccount Account { get; }

    /// <summary>The account's name, absolute.</summary>
    public string Fulldomain => Account.Fulldomain + ".";

    public static async Task<RunningZone> StartAsync(AZone zone)
    {
        var folder = new TempFolder();
        try
        {
            string file = folder.Write("validation.zone", string.Create(CultureInfo.InvariantCulture, $"""
                $ORIGIN {zone.Place.Apex}
                $TTL 60
                @ {zone.NegativeTtlSeconds} SOA ns1 hostmaster 1 3600 600 86400 {zone.NegativeTtlSeconds}
                {zone.Records}

                """));
            ServerProcess server = await ServerProcess.StartDelegatedAsync(
                folder, zone.Place.Apex.TrimEnd('.'), file, zone.Addresses);
            return new RunningZone(folder, zone.Place.Apex, server, await server.Api.RegisterAsync());
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Publishes this many values and returns once they are served.</summary>
    public async Task PublishAsync(int values)
    {
        for (int i = 0; i < values; i++)
            Assert.Equal(HttpStatusCode.OK, await Server.Api.UpdateAsync(Account, ChallengeValue.Next()));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
