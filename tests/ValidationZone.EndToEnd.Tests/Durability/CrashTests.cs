using System.Net;
using System.Security.Cryptography;
using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Durability;

public sealed class CrashTests
{
    private static readonly int Cycles = Tools.LongRun ? 100 : 5;

    [Fact]
    public async Task Killed_under_sixteen_writers_it_loses_nothing_acknowledged_and_revives_nothing_removed()
    {
        using var folder = new TempFolder();
        await using ServerProcess server = await ServerProcess.StartAsync(folder.Combine("data", "validationzone.db"));
        WriterCrowd writers = await WriterCrowd.RegisterAsync(server);
        var difference = new LedgerDifference(0, 0);

        for (int cycle = 0; cycle < Cycles; cycle++)
        {
            await writers.WriteUntilAsync(RandomMoment(), server.KillAsync);
            await server.StartAgainAsync();
            difference += writers.Compare();
        }

        Report("kill -9", writers, difference);
        Assert.Equal(new LedgerDifference(0, 0), difference);
    }

    [Fact]
    public async Task Power_lost_under_sixteen_writers_it_loses_nothing_acknowledged_and_revives_nothing_removed()
    {
        RequireLoopMounts();
        using var folder = new TempFolder();
        await using MountedFileSystem disk = await MountedFileSystem.Ext4Async(folder);
        await using ServerProcess server = await ServerProcess.StartAsync(DatabaseOn(disk));
        WriterCrowd writers = await WriterCrowd.RegisterAsync(server);
        var difference = new LedgerDifference(0, 0);

        for (int cycle = 0; cycle < Cycles; cycle++)
        {
            await writers.WriteUntilAsync(RandomMoment(), () => LosePowerAsync(disk, server));
            await disk.MountAgainAsync();
            await server.StartAgainAsync();
            difference += writers.Compare();
        }

        Report("power loss", writers, difference);
        Assert.Equal(new LedgerDifference(0, 0), difference);
    }

    [Fact]
    public async Task Power_lost_right_after_the_first_registration_its_key_still_works()
    {
        RequireLoopMounts();
        using var folder = new TempFolder();
        await using MountedFileSystem disk = await MountedFileSystem.Ext4Async(folder);
        await using ServerProcess server = await ServerProcess.StartAsync(DatabaseOn(disk));

        RegisteredAccount account = await server.Api.RegisterAsync();
        await LosePowerAsync(disk, server);
        await disk.MountAgainAsync();
        await server.StartAgainAsync();

        Assert.Equal(HttpStatusCode.OK, await server.Api.UpdateAsync(account, ChallengeValue.Next()));
    }

    [Fact]
    public async Task Stopped_by_SIGTERM_during_writes_it_exits_0_and_loses_nothing_acknowledged()
    {
        using var folder = new TempFolder();
        await using ServerProcess server = await ServerProcess.StartAsync(folder.Combine("data", "validationzone.db"));
        WriterCrowd writers = await WriterCrowd.RegisterAsync(server);
        int exitCode = -1;

        await writers.WriteUntilAsync(RandomMoment(), async () => exitCode = await server.TerminateAsync());
        await server.StartAgainAsync();

        Assert.Equal(0, exitCode);
        Assert.Equal(new LedgerDifference(0, 0), writers.Compare());
    }

    // The folder of the database is made by the server, so that its entry in the parent must be made durable too.
    private static string DatabaseOn(MountedFileSystem disk) =>
        Path.Combine(disk.Location, "data", "validationzone.db");

    private static Task LosePowerAsync(MountedFileSystem disk, ServerProcess server)
    {
        // Power fails for the processor too. Going on, the server would pass on what ext4 says of a sync that the cut
        // catches half-way: success, for data that are not on the disk.
        server.Freeze();
        disk.CutOff();
        return server.KillAsync();
    }

    private static int RandomMoment() => RandomNumberGenerator.GetInt32(50, 2000);

    private static void RequireLoopMounts()
    {
        Tools.RequireRoot();
        Tools.Require("mkfs.ext4", "mount", "umount");
    }

    private static void Report(string fault, WriterCrowd writers, LedgerDifference difference) =>
        TestContext.Current.SendDiagnosticMessage(
            "{0}: {1} cycles, {2} calls acknowledged, {3} values lost, {4} back",
            fault, Cycles, writers.Acknowledged, difference.Lost, difference.Back);
}
