using ValidationZone.Server.Tests.Api.V1;

namespace ValidationZone.Server.Tests.Threats;

/// <summary>An update that was recorded and is sent again later.</summary>
public sealed class ReplayTests(V1Server v1) : IClassFixture<V1Server>
{
    private const int NxDomain = 3;

    [Fact]
    public async Task Update_of_a_name_that_is_deleted_is_refused_and_brings_nothing_back()
    {
        TestAccount account = await v1.RegisterAsync();
        string txt = Digests.Next();
        HttpReply first = await v1.Server.UpdateAsync(account, txt);

        await v1.AsAdminAsync("DELETE", $"/v1/subdomains/{account.Subdomain}");
        HttpReply[] replayed = await PublishEverywhereAsync(account, txt);

        Assert.Equal(200, first.Status);
        Assert.All(replayed, reply => Assert.Equal(401, reply.Status));
        Assert.Equal(NxDomain, (await v1.Server.AskAsync(account.Fulldomain)).Rcode);
    }

    [Fact]
    public async Task Update_by_a_credential_that_is_removed_is_refused()
    {
        TestAccount account = await v1.RegisterAsync();
        string txt = Digests.Next();
        await v1.AsAdminAsync("POST", $"/v1/subdomains/{account.Subdomain}/credentials");
        await v1.Server.UpdateAsync(account, txt);

        await v1.AsAdminAsync("DELETE", $"/v1/subdomains/{account.Subdomain}/credentials/{account.Username}");
        HttpReply[] replayed = await PublishEverywhereAsync(account, txt);

        Assert.All(replayed, reply => Assert.Equal(401, reply.Status));
        DnsAnswer answer = await v1.Server.AskAsync(account.Fulldomain);
        Assert.Equal((0, 0), (answer.Rcode, answer.Texts.Count));
    }

    [Fact]
    public async Task Update_after_its_cleanup_shows_the_same_public_value_and_nothing_else()
    {
        TestAccount account = await v1.RegisterAsync();
        string txt = Digests.Next();
        await v1.Server.UpdateAsync(account, txt);
        await v1.SendAsync("DELETE", $"/v1/subdomains/{account.Subdomain}/values/{txt}", account.Headers);

        await PublishEverywhereAsync(account, txt);

        Assert.Equal([txt], (await v1.Server.AskAsync(account.Fulldomain)).Texts);
    }

    private async Task<HttpReply[]> PublishEverywhereAsync(TestAccount account, string txt) =>
    [
        await v1.Server.UpdateAsync(account, txt),
        await v1.SendAsync(
            "POST", "/present", V1Server.Basic(account), $$"""{"fqdn":"{{account.Fulldomain}}.","value":"{{txt}}"}"""),
        await v1.SendAsync("PUT", $"/v1/subdomains/{account.Subdomain}/values/{txt}", account.Headers),
    ];
}
