using ValidationZone.Server.Tests.Api.V1;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests.Threats;

/// <summary>A hundred tenants at once, each with a model of what its name must show.</summary>
public sealed class TenantModelTests
{
    private const int Tenants = 100;
    private const int StepsBetweenLooks = 25;

    private static readonly (string, string?)[] Unlimited =
    [
        ("Dns:RateLimit:Enabled", "false"), ("Limits:RegistrationsPerPrefixPerHour", "0"),
        ("Limits:FailedAuthPerPrefixPerMinute", "0"), ("Limits:UpdatesPerCredentialPerMinute", "0"),
    ];

    private static readonly int Steps =
        Environment.GetEnvironmentVariable("VALIDATIONZONE_LONG_TESTS") == "1" ? 10_000 : 500;

    [Fact]
    public async Task Tenants_who_try_everything_change_nothing_but_their_own()
    {
        await using RunningServer server = await RunningServer.StartAsync(Unlimited);
        TestAccount[] accounts =
            await Task.WhenAll(Enumerable.Range(0, Tenants).Select(_ => server.RegisterAsync()));
        // The same few for all of them: whoever removed another's value would find one to remove.
        string[] digests = [.. Enumerable.Range(0, 12).Select(_ => Digests.Next())];
        Tenant[] tenants =
            [.. accounts.Select((account, i) => new Tenant(server, account, digests, new SeededNumbers(i + 1)))];

        await Task.WhenAll(tenants.Select(tenant => RunAsync(tenant, tenants)));

        foreach (Tenant tenant in tenants)
            await tenant.CompareAsync();
    }

    private static async Task RunAsync(Tenant tenant, Tenant[] all)
    {
        for (int step = 1; step <= Steps; step++)
        {
            await tenant.StepAsync(all);
            if (step % StepsBetweenLooks == 0)
                await tenant.CompareAsync();
        }
    }

    private sealed class Tenant(RunningServer server, TestAccount account, string[] digests, SeededNumbers numbers)
    {
        private const int MostOfACredential = 8;

        // Oldest first, as the server counts them.
        private readonly List<string> _values = [];

        private string Path => $"/v1/subdomains/{account.Subdomain}";

        public Task StepAsync(Tenant[] all)
        {
            Tenant victim = all[numbers.Below(all.Length)];
            string txt = digests[numbers.Below(digests.Length)];
            bool isAttack = victim != this && numbers.Below(2) == 0;
            return isAttack ? AttackAsync(victim, txt) : ChangeOwnAsync(txt);
        }

        public async Task CompareAsync()
        {
            DnsAnswer answer = await DnsAnswer.AskTcpAsync(server.Tcp, account.Fulldomain);
            Assert.Equal(0, answer.Rcode);
            Assert.Equal(_values.Order(StringComparer.Ordinal), answer.Texts.Order(StringComparer.Ordinal));
        }

        private async Task ChangeOwnAsync(string txt)
        {
            string fqdn = $$"""{"fqdn":"{{account.Fulldomain}}.","value":"{{txt}}"}""";
            (bool isRemoval, Task<HttpReply> reply) = numbers.Below(5) switch
            {
                0 => (false, server.UpdateAsync(account, txt)),
                1 => (false, SendAsync("PUT", $"{Path}/values/{txt}")),
                2 => (false, SendAsync("POST", "/present", fqdn)),
                3 => (true, SendAsync("POST", "/cleanup", fqdn)),
                _ => (true, SendAsync("DELETE", $"{Path}/values/{txt}")),
            };
            Assert.Equal(200, (await reply).Status);
            _values.Remove(txt);
            if (!isRemoval)
                _values.Add(txt);

            if (_values.Count > MostOfACredential)
                _values.RemoveAt(0);
        }

        private async Task AttackAsync(Tenant victim, string txt)
        {
            TestAccount other = victim.Account;
            string both = $$"""{"subdomain":"{{account.Subdomain}}","subdomain":"{{other.Subdomain}}","txt":"{{txt}}"}""";
            string fqdn = $$"""{"fqdn":"{{other.Fulldomain}}.","value":"{{txt}}"}""";
            HttpReply reply = await (numbers.Below(12) switch
            {
                0 => SendAsync("POST", "/update", other.UpdateBody(txt)),
                1 => SendAsync("POST", "/update", both),
                2 => SendAsync("POST", "/present", fqdn),
                3 => SendAsync("POST", "/cleanup", fqdn),
                4 => SendAsync("PUT", $"{victim.Path}/values/{txt}"),
                5 => SendAsync("DELETE", $"{victim.Path}/values/{txt}"),
                6 => SendAsync("PATCH", victim.Path, """{"enabled":false}"""),
                7 => SendAsync("DELETE", victim.Path),
                8 => SendAsync("POST", $"{victim.Path}/credentials"),
                9 => SendAsync("DELETE", $"{victim.Path}/credentials/{other.Username}"),
                10 => SendAsync("POST", $"{victim.Path}/credentials/{other.Username}/rotate"),
                _ => server.UpdateAsync(other with { Password = account.Password }, txt),
            });
            Assert.InRange(reply.Status, 400, 404);
        }

        private TestAccount Account => account;

        private Task<HttpReply> SendAsync(string method, string path, string? body = null) => server.SendAsync(
            new HttpMethod(method), path, body, body is null ? account.Headers : [.. account.Headers, .. V1Server.Json]);
    }
}
