using ValidationZone.Accounts;

namespace ValidationZone.Server.Tests.Tenants;

/// <summary>Many customers of one server at once, each with a model of what the world must see of its name.</summary>
public sealed class TenantsTests
{
    private const int Tenants = 100;

    private static readonly int Operations =
        Environment.GetEnvironmentVariable("VALIDATIONZONE_LONG_TESTS") == "1" ? 1_000_000 : 50_000;

    [Fact]
    public async Task Whatever_a_hundred_tenants_do_changes_nothing_but_their_own_name()
    {
        using var folder = new TempFolder();
        await using RunningServer server = await StartAsync(folder);
        (_, string secret) = await Tokens.CreateAsync(folder, TokenRole.Admin);
        Tenant[] tenants =
        [
            .. Enumerable.Range(0, Tenants)
                .Select(seed => new Tenant(server, [("Authorization", $"Bearer {secret}")], seed)),
        ];
        await Task.WhenAll(tenants.Select(tenant => tenant.RegisterAsync()));

        await Task.WhenAll(tenants.Select((_, index) => ActAsync(tenants, index)));

        // Once more when all is quiet: an effect on somebody else might have come after their last look.
        foreach (Tenant tenant in tenants)
            await tenant.CompareAsync();

        foreach (string deleted in tenants.SelectMany(tenant => tenant.Deleted))
            Assert.Equal(3, (await server.AskAsync($"{deleted}.auth.example.org")).Rcode);
    }

    private static async Task ActAsync(Tenant[] tenants, int index)
    {
        // The seed is the tenant's number, so that a failure can be seen again.
        var random = new Random(1_000 + index);
        for (int i = 0; i < Operations / Tenants; i++)
        {
            int other = (index + 1 + random.Next(Tenants - 1)) % Tenants;
            await tenants[index].ActAsync(tenants[other]);
        }
    }

    private static Task<RunningServer> StartAsync(TempFolder folder) => RunningServer.StartInAsync(
        folder,
        ("Dns:RateLimit:Enabled", "false"),
        ("Limits:RegistrationsPerPrefixPerHour", "0"),
        ("Limits:RegistrationsPerPrefixPerDay", "0"),
        ("Limits:FailedAuthPerPrefixPerMinute", "0"),
        ("Limits:UpdatesPerCredentialPerMinute", "0"));
}
