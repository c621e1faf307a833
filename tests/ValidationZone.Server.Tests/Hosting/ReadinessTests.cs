using System.Net;
using ValidationZone.Accounts;
using ValidationZone.Authority.Zone;
using ValidationZone.Server.Api;
using ValidationZone.Storage.Sqlite;
using ValidationZone.Tests.Support;
using ValidationZone.Wire;

namespace ValidationZone.Server.Tests;

public sealed class ReadinessTests
{
    [Fact]
    public async Task Server_that_has_not_loaded_or_does_not_listen_is_not_ready()
    {
        using var folder = new TempFolder();
        var clock = new FakeClock();
        await using SqliteAccountStore store =
            await SqliteAccountStore.OpenAsync(folder.File("test.db"), clock, CancellationToken.None);
        var contents = ZoneContents.Synthesise(DomainName.Parse("auth.example.org"), [IPAddress.Loopback], 5);
        var zone = new ServedZone(contents, clock);
        bool isListening = false;
        var follower = new StoreFollower(store, new AccountDirectory(zone, ttlSeconds: 1, clock));
        var readiness = new Readiness(zone.Table, store, follower, () => isListening, clock);

        IReadOnlyList<string> atFirst = await readiness.FindMissingAsync();
        zone.Table.MarkLoaded();
        IReadOnlyList<string> loaded = await readiness.FindMissingAsync();
        isListening = true;
        IReadOnlyList<string> listening = await readiness.FindMissingAsync();

        Assert.Equal(["table", "listeners"], atFirst);
        Assert.Equal(["listeners"], loaded);
        Assert.Empty(listening);
    }
}
