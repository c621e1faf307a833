using System.Text.Json;
using ValidationZone.Server.Tests.Api.V1;
using ValidationZone.Server.Tests.Sockets;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests.Threats;

/// <summary>Nobody gets a certificate for the validation zone itself, or for a name in it, through the API.</summary>
public sealed class OwnZoneTests(V1Server v1) : IClassFixture<V1Server>
{
    private const int NxDomain = 3;
    private const string Zone = "auth.example.org";
    private static readonly string[] Words =
    [
        "_acme-challenge", "_acme-challenge.www", "_ACME-challenge", "_", "_dmarc", "-", "www", "ns1", "*", "@", "",
        ".", "a..b", "a_b", "\uff3facme-challenge",
    ];

    [Fact]
    public async Task Nothing_that_anybody_asks_for_puts_a_TXT_where_an_authority_would_look()
    {
        TestAccount account = await v1.RegisterAsync();
        await v1.Server.UpdateAsync(account, Digests.Next());

        foreach (string word in Words)
        {
            string[] names = [word, $"{word}.www", $"www.{word}", $"{word}.{word}"];
            await Task.WhenAll(names.Select(name => TryEverywhereAsync(account, name)));
            await TryEverywhereAsync(account, $"{word}.{account.Fulldomain}");
            await TryEverywhereAsync(account, $"{word}.{Zone}");
        }

        string[] found = await NamesAsync();
        Assert.All(found, name => Assert.Matches("^[a-z0-9][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)*$", name));
        Assert.Empty((await v1.Server.AskAsync(Zone)).Texts);
        Assert.Equal(NxDomain, (await v1.Server.AskAsync($"_acme-challenge.{Zone}")).Rcode);
        Assert.Equal(NxDomain, (await v1.Server.AskAsync($"_acme-challenge.{account.Fulldomain}")).Rcode);
    }

    [Fact]
    public async Task Name_that_was_chosen_under_another_shows_nothing_of_it()
    {
        string txt = Digests.Next();
        TestAccount upper = await CreateAsync("shop");
        await CreateAsync("www.shop");
        await v1.Server.UpdateAsync(upper, txt);

        Assert.Equal([txt], (await v1.Server.AskAsync($"shop.{Zone}")).Texts);
        Assert.Empty((await v1.Server.AskAsync($"www.shop.{Zone}")).Texts);
        Assert.Equal(NxDomain, (await v1.Server.AskAsync($"_acme-challenge.shop.{Zone}")).Rcode);
        Assert.Equal(NxDomain, (await v1.Server.AskAsync($"_acme-challenge.www.shop.{Zone}")).Rcode);
    }

    [Fact]
    public async Task Default_zone_lets_no_authority_issue_for_it()
    {
        await using var path = new DatagramPath("UDP4", v1.Server.Udp);

        byte[] reply = await path.AskAsync(APacket.Asking(Zone + ".", "CAA").ToOctets());

        Assert.Equal("0 issue \";\"", Assert.Single(DnsReply.Parse(reply).Answer).RdataText);
    }

    /// <summary>The name in every place that takes one.</summary>
    private async Task TryEverywhereAsync(TestAccount account, string name)
    {
        string txt = Digests.Next();
        HttpReply[] replies =
        [
            await v1.AsAdminAsync("POST", "/v1/subdomains", JsonSerializer.Serialize(new { name })),
            await v1.Server.PostAsync(
                "/update", JsonSerializer.Serialize(new { subdomain = name, txt }), account.Headers),
            await v1.SendAsync(
                "POST", "/present", V1Server.Basic(account),
                JsonSerializer.Serialize(new { fqdn = name, value = txt })),
            await v1.SendAsync("PUT", $"/v1/subdomains/{Uri.EscapeDataString(name)}/values/{txt}", account.Headers),
        ];
        Assert.All(replies, reply => Assert.InRange(reply.Status, 201, 428));
        Assert.All(replies[1..], reply => Assert.InRange(reply.Status, 400, 428));
    }

    private async Task<TestAccount> CreateAsync(string name)
    {
        HttpReply reply = await v1.AsAdminAsync("POST", "/v1/subdomains", JsonSerializer.Serialize(new { name }));
        Assert.Equal(201, reply.Status);
        JsonElement created = V1Server.Parse(reply);
        return new TestAccount(
            created.GetProperty("username").GetString()!,
            created.GetProperty("key").GetString()!,
            created.GetProperty("fulldomain").GetString()!,
            created.GetProperty("subdomain").GetString()!);
    }

    private async Task<string[]> NamesAsync()
    {
        JsonElement page = V1Server.Parse(await v1.AsAdminAsync("GET", "/v1/subdomains?limit=500"));
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
        JsonElement.ArrayEnumerator items = page.GetProperty("items").EnumerateArray();
        return [.. items.Select(item => item.GetProperty("subdomain").GetString()!)];
    }
}
