using Microsoft.Extensions.Logging;
using ValidationZone.Server.Api;

namespace ValidationZone.Server.Tests;

public sealed class SecretsTests
{
    [Fact]
    public async Task Keys_and_values_never_reach_the_log_at_any_level()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        TestAccount account = await server.RegisterAsync();
        string digest = Digests.Next();

        await server.UpdateAsync(account, digest);
        await server.PostAsync("/update", account.UpdateBody("bad" + digest), account.Headers);
        await server.PostAsync("/update", "{" + account.Password, account.Headers);
        await server.PostAsync($"/{account.Password}", digest, ("X-Api-Key", account.Password));
        await server.SendAsync(HttpMethod.Get, $"/update?key={account.Password}&txt={digest}");

        Assert.Contains(
            server.Log.Lines,
            line => line.StartsWith(nameof(LogLevel.Information) + " 2001", StringComparison.Ordinal));
        Assert.DoesNotContain(account.Password, server.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(digest, server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Presented_credential_does_not_print_its_key()
    {
        var headers =
            new Microsoft.AspNetCore.Http.HeaderDictionary { ["X-Api-User"] = "user", ["X-Api-Key"] = "secret" };

        var presented = PresentedCredential.Read(headers);

        Assert.Equal("secret", presented.Key);
        Assert.DoesNotContain("secret", presented.ToString()!, StringComparison.Ordinal);
    }
}
