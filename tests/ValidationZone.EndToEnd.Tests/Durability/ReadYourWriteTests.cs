using System.Net;
using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Durability;

public sealed class ReadYourWriteTests
{
    private const int Workers = 16;

    private const int Pairs = 100_000;

    [Fact]
    [Trait("Row", "N02")]
    [Trait("Over", "UDP4")]
    public async Task A_value_is_served_to_the_first_query_after_its_update_was_acknowledged()
    {
        using var folder = new TempFolder();
        await using ServerProcess server = await ServerProcess.StartAsync(folder.Combine("data", "validationzone.db"));
        RegisteredAccount[] accounts = await server.Api.RegisterAsync(Workers);

        int[] stale = await Task.WhenAll(accounts.Select(account => CountStaleAsync(server, account)));

        TestContext.Current.SendDiagnosticMessage("update, then query: {0} pairs, {1} stale", Pairs, stale.Sum());
        Assert.Equal(0, stale.Sum());
    }

    private static async Task<int> CountStaleAsync(ServerProcess server, RegisteredAccount account)
    {
        using TxtClient client = server.NewTxtClient();
        int stale = 0;
        for (int i = 0; i < Pairs / Workers; i++)
        {
            string txt = ChallengeValue.Next();
            Assert.Equal(HttpStatusCode.OK, await server.Api.UpdateAsync(account, txt));
            if (!client.Ask(account.Fulldomain).Values.Contains(txt))
                stale++;
        }

        return stale;
    }
}
