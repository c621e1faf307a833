using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.ByHand;

public sealed class StartScreenTests
{
    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public async Task The_three_lines_to_try_work_when_pasted(string shell)
    {
        Tools.Require(shell, "curl", "dig", "sed");
        using var folder = new TempFolder();
        await using ServerProcess server = await ServerProcess.StartAsync(folder.Combine("data", "validationzone.db"));
        string[] lines = [];
        await Eventually.HoldsAsync("the screen is printed", () => (lines = LinesToTry(server.Output)).Length == 3);

        Assert.Contains("curl", lines[0], StringComparison.Ordinal);
        Assert.Contains("curl", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("dig ", lines[2].TrimStart(), StringComparison.Ordinal);
        FinishedProcess pasted = await ChildProcess.RunAsync(Tools.PathOf(shell), ["-c", string.Join('\n', lines)]);

        // Without what dig says while it waits for a busy machine.
        string[] printed = [.. pasted.MustSucceed().Trim().Split('\n').Where(line => !line.StartsWith(";;"))];
        string txt = printed[1].Split('"')[3];
        Assert.Contains("\"fulldomain\":", printed[0], StringComparison.Ordinal);
        Assert.Equal($"{{\"txt\": \"{txt}\"}}", printed[1]);
        Assert.Equal($"\"{txt}\"", printed[2]);
    }

    private static string[] LinesToTry(string screen) =>
    [
        .. screen.Split('\n').SkipWhile(line => !line.StartsWith("Try it", StringComparison.Ordinal)).Skip(1)
            .Where(line => line.Trim().Length > 0).Take(3),
    ];
}
