using System.Text.Json;
using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Issuance;

/// <summary>Several clouds that share one domain, each with a client and a credential of its own.</summary>
public sealed class SeveralCredentialsTests
{
    private const string Host = ProductionZone.Apex;

    // With names as short as these, eight values fit into the 512 octets that Pebble can take: see LegoTests.
    private const string Zone = "a." + ProductionZone.Apex;
    private const string Subdomain = "s";

    [Fact]
    public async Task Four_clients_of_two_kinds_have_orders_for_base_name_and_wildcard_at_once()
    {
        Tools.Require("lego", "certbot", "pebble", "unbound", "nsd", "dash", "curl");
        await using PrivateInternet internet = await PrivateInternet.StartForAsync(Zone);
        RegisteredAccount[] credentials = await CreateAsync(internet);
        await internet.Production.AddAliasesAsync([(Host, credentials[0].Fulldomain)]);
        Certbot[] certbots = [WithCertbot(internet, credentials[0], 0), WithCertbot(internet, credentials[1], 1)];
        Lego[] legos = [WithLego(internet, credentials[2], 2), WithLego(internet, credentials[3], 3)];

        string[] names = [Host, "*." + Host];
        FinishedProcess[] finished = await Task.WhenAll(
        [
            .. certbots.Select(client => client.ObtainAsync(names)),
            .. legos.Select(client => client.ObtainAsync(names)),
        ]);

        Assert.All(finished, process => process.MustSucceed());
        string[] certificates =
        [
            .. certbots.Select(client => client.CertificateOf(Host)),
            .. legos.Select(client => client.CertificateOf(Host)),
        ];
        Assert.All(certificates, file => Assert.Equal(["*." + Host, Host], PrivateInternet.NamesOf(file)));
        Assert.Empty(internet.AskAsTheAuthority(Host).Values);
    }

    private static async Task<RegisteredAccount[]> CreateAsync(PrivateInternet internet)
    {
        string token = await new ServerCommands(internet.Database, Zone).CreateTokenAsync("admin");
        using var operatorApi = new OperatorApi(internet.Server, token);
        RegisteredAccount first = await operatorApi.CreateAsync(Subdomain);
        return
        [
            first, await operatorApi.AddCredentialAsync(first), await operatorApi.AddCredentialAsync(first),
            await operatorApi.AddCredentialAsync(first),
        ];
    }

    private static Certbot WithCertbot(PrivateInternet internet, RegisteredAccount credential, int number)
    {
        string storage = internet.Folder.Subfolder($"accounts-{number}");
        File.WriteAllText(
            Path.Combine(storage, Host + ".account"), JsonSerializer.Serialize(credential, JsonSerializerOptions.Web));
        var hook = new Hook(internet.Server.Address, storage, internet.Resolver.Port);
        return new Certbot(internet, hook, $"certbot-{number}");
    }

    private static Lego WithLego(PrivateInternet internet, RegisteredAccount credential, int number) =>
        Lego.WithHttpReq(internet, credential, folder: $"lego-{number}");
}
