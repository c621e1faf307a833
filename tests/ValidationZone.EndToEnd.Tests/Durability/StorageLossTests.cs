using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Durability;

public sealed class StorageLossTests
{
    [Fact]
    [Trait("Row", "N06")]
    [Trait("Over", "UDP4")]
    public async Task Answers_go_on_and_updates_get_503_when_the_disk_fails_while_running()
    {
        Tools.RequireRoot();
        Tools.Require("mkfs.ext4", "mount", "umount");
        using var folder = new TempFolder();
        await using MountedFileSystem disk = await MountedFileSystem.Ext4Async(folder);
        await using ServerProcess server =
            await ServerProcess.StartAsync(Path.Combine(disk.Location, "data", "validationzone.db"));
        RegisteredAccount account = await server.Api.RegisterAsync();
        string txt = ChallengeValue.Next();
        await server.Api.UpdateAsync(account, txt);

        disk.CutOff();
        HttpStatusCode update = await server.Api.UpdateAsync(account, ChallengeValue.Next());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, update);
        Assert.Equal([txt], Ask(server, account));
    }

    [Fact]
    [Trait("Row", "N06")]
    [Trait("Over", "UDP4")]
    public async Task Answers_go_on_when_the_database_is_deleted_while_running()
    {
        using var folder = new TempFolder();
        string data = folder.Combine("data");
        await using ServerProcess server = await ServerProcess.StartAsync(Path.Combine(data, "validationzone.db"));
        RegisteredAccount account = await server.Api.RegisterAsync();
        string txt = ChallengeValue.Next();
        await server.Api.UpdateAsync(account, txt);

        Directory.Delete(data, recursive: true);
        File.WriteAllText(data, "not a folder any more");

        Assert.Equal([txt], Ask(server, account));
        Assert.False(server.HasExited);
    }

    private static IReadOnlyCollection<string> Ask(ServerProcess server, RegisteredAccount account)
    {
        using TxtClient client = server.NewTxtClient();
        return client.Ask(account.Fulldomain).Values;
    }
}
