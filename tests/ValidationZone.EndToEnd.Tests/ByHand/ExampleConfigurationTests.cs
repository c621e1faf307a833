using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.ByHand;

public sealed class ExampleConfigurationTests
{
    [Fact]
    public async Task Example_is_accepted_as_it_is()
    {
        string example = Path.Combine(Tools.BuildValue("HookFolder"), "..", "..", "config.example.json");

        FinishedProcess printed =
            await ChildProcess.RunAsync(ServerProcess.Executable, ["serve", "--config", example, "--print-config"]);

        Assert.Contains("203.0.113.5:53", printed.MustSucceed(), StringComparison.Ordinal);
    }
}
