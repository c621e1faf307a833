using System.Text.Json;
using ValidationZone.Server.Tests.Api.V1;

namespace ValidationZone.Server.Tests.Threats;

/// <summary>TXT values by which other services let somebody prove that a domain is theirs.</summary>
public sealed class ForeignProofTests(V1Server v1) : IClassFixture<V1Server>
{
    [Theory]
    [InlineData("google-site-verification=rXOxyZounnZasA8Z7oaD3c14JdjS9aKSWvsR1EbUSIQ")]
    [InlineData("MS=ms12345678")]
    [InlineData("v=spf1 include:_spf.example.com -all")]
    [InlineData("v=DMARC1; p=none; rua=mailto:a@example.com1")]
    [InlineData("apple-domain-verification=0123456789abcdefg")]
    [InlineData("facebook-domain-verification=0123456789abcd")]
    [InlineData("atlassian-domain-verification=0123456789abc")]
    [InlineData("stripe-verification=0123456789abcdef01234567")]
    [InlineData("letsencrypt.org; accounturi=https://x.test/")]
    public async Task Proof_for_another_service_is_published_by_no_route(string proof)
    {
        TestAccount account = await v1.RegisterAsync();

        HttpReply[] replies =
        [
            await v1.Server.PostAsync(
                "/update",
                JsonSerializer.Serialize(new { subdomain = account.Subdomain, txt = proof }),
                account.Headers),
            await v1.SendAsync(
                "POST", "/present", V1Server.Basic(account),
                JsonSerializer.Serialize(new { fqdn = account.Fulldomain, value = proof })),
            await v1.SendAsync(
                "PUT", $"/v1/subdomains/{account.Subdomain}/values/{Uri.EscapeDataString(proof)}", account.Headers),
        ];

        // Only a path with a slash in it leads nowhere instead.
        Assert.All(replies, reply => Assert.True(reply.Status is 400 or 404, reply.ToString()));
        Assert.Empty((await v1.Server.AskAsync(account.Fulldomain)).Texts);
    }

    [Fact]
    public async Task Key_authorization_is_hashed_so_that_its_text_is_never_published()
    {
        TestAccount account = await v1.RegisterAsync();
        string proof = "google-site-verification=rXOxyZounnZasA8Z7oaD3c14JdjS9aKSWvsR1EbUSIQ";

        await v1.SendAsync(
            "POST", "/present", V1Server.Basic(account),
            JsonSerializer.Serialize(new { domain = account.Fulldomain, token = "t", keyAuth = proof }));

        Assert.DoesNotContain(proof, (await v1.Server.AskAsync(account.Fulldomain)).Texts);
    }
}
