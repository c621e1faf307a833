using ValidationZone.Server.Import;
using ValidationZone.Storage.AcmeDns;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests.Import;

public sealed class ImportProgressTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };

    public void Dispose() => _output.Dispose();

    [Fact]
    public void In_a_pipe_a_line_is_written_every_three_seconds()
    {
        var progress = new ImportProgress(_output, total: 2000, isTerminal: false, _clock);
        for (int tenth = 0; tenth < 70; tenth++)
        {
            progress.Report(new AcmeDnsReport());
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        progress.Finish();

        Assert.Equal("0 of 2,000 accounts\n0 of 2,000 accounts\n", _output.ToString());
    }

    [Fact]
    public async Task On_a_terminal_a_bar_grows_and_leaves_its_line_empty()
    {
        using var scene = new ImportScene();
        await AcmeDnsDatabase.WriteAsync(scene.Folder.File("acme-dns.db"), ImportScene.Fillers(1, 1500));
        Assert.True(AcmeDnsAddress.TryParse($"sqlite:{scene.Folder.File("acme-dns.db")}", out AcmeDnsAddress? address));
        await using AcmeDnsSource source = await AcmeDnsSource.OpenAsync(address, CancellationToken.None);
        var importer = new AcmeDnsImporter(
            batch =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(new ImportOutlook().Judge(batch));
            },
            TimeSpan.FromDays(1),
            _clock);
        var progress = new ImportProgress(_output, source.AccountCount, isTerminal: true, _clock);

        await importer.RunAsync(source, new AcmeDnsReport(), progress, CancellationToken.None);
        progress.Finish();

        string[] shown = _output.ToString().Split('\r');
        Assert.Equal($"[{new string('#', 26)}{new string('.', 14)}]  67 %  1,000 of 1,500", shown[1]);
        Assert.Equal($"[{new string('#', 40)}] 100 %  1,500 of 1,500", shown[2]);
        Assert.Equal("\e[K", shown[3]);
    }
}
