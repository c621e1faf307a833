using System.Globalization;

namespace ValidationZone.EndToEnd.Tests.Harness;

/// <summary>A small file system of its own, mounted in a temporary folder.</summary>
internal sealed class MountedFileSystem : IAsyncDisposable
{
    private readonly string[] _mountArguments;
    private readonly IDisposable _turn;

    private MountedFileSystem(string mountPoint, string[] mountArguments, IDisposable turn)
    {
        _turn = turn;
        Location = mountPoint;
        _mountArguments = mountArguments;
    }

    public string Location { get; }

    /// <summary>An ext4 in a file, so that it can be cut off like a disk that loses power.</summary>
    public static async Task<MountedFileSystem> Ext4Async(TempFolder folder)
    {
        string image = folder.Combine("disk.ext4");
        await using (FileStream file = File.Create(image))
            file.SetLength(128 << 20);
        await RunAsync("mkfs.ext4", "-q", "-F", image);
        return await MountAsync(folder, "-o", "loop", image);
    }

    /// <summary>A tmpfs that is full when it holds so many bytes.</summary>
    public static Task<MountedFileSystem> TmpfsAsync(TempFolder folder, int sizeInBytes) => MountAsync(
        folder, "-t", "tmpfs", "-o", "size=" + sizeInBytes.ToString(CultureInfo.InvariantCulture), "tmpfs");

    /// <summary>Cuts the ext4 off: what has not been synced is lost, and every later access fails.</summary>
    public void CutOff() => LinuxCalls.CutOffExt4(Location);

    /// <summary>Mounts it again, as the next boot would; the journal is replayed.</summary>
    public async Task MountAgainAsync()
    {
        await RunAsync("umount", Location);
        await RunAsync("mount", [.. _mountArguments, Location]);
    }

    public async ValueTask DisposeAsync()
    {
        using (_turn)
            await RunAsync("umount", Location);
    }

    private static async Task<MountedFileSystem> MountAsync(TempFolder folder, params string[] arguments)
    {
        var mounted = new MountedFileSystem(folder.Subfolder("mounted"), arguments, await MountTable.TakeAsync());
        try
        {
            await RunAsync("mount", [.. arguments, mounted.Location]);
            return mounted;
        }
        catch
        {
            mounted._turn.Dispose();
            throw;
        }
    }

    private static async Task RunAsync(string program, params string[] arguments) =>
        (await ChildProcess.RunAsync(Tools.PathOf(program), arguments)).MustSucceed();
}
