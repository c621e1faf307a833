using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Durability;

public sealed class DiskFullTests
{
    private const int DiskSize = 16 << 20;

    // Space that the database has already taken can go on taking updates for a while: that many, at most.
    private const int UpdatesUntilRefused = 20_000;

    [Fact]
    public async Task With_the_disk_full_nothing_is_acknowledged_that_is_not_kept_and_it_recovers_by_itself()
    {
        Tools.RequireRoot();
        Tools.Require("mount", "umount");
        using var folder = new TempFolder();
        await using MountedFileSystem disk = await MountedFileSystem.TmpfsAsync(folder, DiskSize);
        await using ServerProcess server =
            await ServerProcess.StartAsync(Path.Combine(disk.Location, "data", "validationzone.db"));
        var ledger = new ValueLedger(await server.Api.RegisterAsync());
        Assert.Equal(HttpStatusCode.OK, await ledger.PublishAsync(server.Api));

        string filler = Fill(disk);
        HttpStatusCode refusal = await PublishUntilRefusedAsync(server, ledger);
        HttpStatusCode registration = await RegisterUntilRefusedAsync(server);
        LedgerDifference whileFull = Compare(server, ledger);
        File.Delete(filler);
        await Eventually.HoldsAsync(
            "updates are taken again", async () => await ledger.PublishAsync(server.Api) == HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refusal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, registration);
        Assert.Equal(new LedgerDifference(0, 0), whileFull);
        Assert.Equal(HttpStatusCode.Created, await server.Api.TryRegisterAsync());
        await server.KillAsync();
        await server.StartAgainAsync();
        Assert.Equal(new LedgerDifference(0, 0), Compare(server, ledger));
    }

    private static string Fill(MountedFileSystem disk)
    {
        string filler = Path.Combine(disk.Location, "filler");
        using FileStream file = new(filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] page = new byte[4096];
        try
        {
            while (file.Length <= DiskSize)
                file.Write(page);
        }
        catch (IOException)
        {
            return filler;
        }

        throw new InvalidOperationException("the file system took more than its size");
    }

    private static async Task<HttpStatusCode> PublishUntilRefusedAsync(ServerProcess server, ValueLedger ledger)
    {
        for (int i = 0; i < UpdatesUntilRefused; i++)
        {
            HttpStatusCode status = await ledger.PublishAsync(server.Api);
            if (status != HttpStatusCode.OK)
                return status;
        }

        return HttpStatusCode.OK;
    }

    private static async Task<HttpStatusCode> RegisterUntilRefusedAsync(ServerProcess server)
    {
        for (int i = 0; i < UpdatesUntilRefused; i++)
        {
            HttpStatusCode status = await server.Api.TryRegisterAsync();
            if (status != HttpStatusCode.Created)
                return status;
        }

        return HttpStatusCode.Created;
    }

    private static LedgerDifference Compare(ServerProcess server, ValueLedger ledger)
    {
        using TxtClient client = server.NewTxtClient();
        return ledger.Compare(client.Ask(ledger.Account.Fulldomain).Values);
    }
}
