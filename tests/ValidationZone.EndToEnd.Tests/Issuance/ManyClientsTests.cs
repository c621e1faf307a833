using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.Issuance;

public sealed class ManyClientsTests
{
    private const int Clients = 10;

    [Fact]
    public async Task Ten_clients_of_three_kinds_are_served_at_once()
    {
        Tools.Require("lego", "certbot", "pebble", "unbound", "nsd", "dash", "curl");
        await using PrivateInternet internet = await PrivateInternet.StartAsync();
        string[] hosts = [.. Enumerable.Range(1, Clients).Select(i => $"client{i:00}.example.test")];
        Client[] clients = await Task.WhenAll(hosts.Select((host, i) => SetUpAsync(internet, host, i)));
        await internet.Production.AddAliasesAsync(clients.Select(client => (client.Host, client.Target)));

        FinishedProcess[] finished = await Task.WhenAll(clients.Select(client => client.ObtainAsync()));

        Assert.All(finished, process => process.MustSucceed());
        Assert.All(
            clients,
            client => Assert.Equal(["*." + client.Host, client.Host], PrivateInternet.NamesOf(client.Certificate)));
        Assert.All(hosts, host => Assert.Empty(internet.AskAsTheAuthority(host).Values));
    }

    /// <summary>certbot with the hook, lego with the hook and lego's own provider, in turn.</summary>
    private static async Task<Client> SetUpAsync(PrivateInternet internet, string host, int number)
    {
        if (number % 3 == 0)
        {
            RegisteredAccount account = await internet.Server.Api.RegisterAsync();
            Lego direct = Lego.WithHttpReq(internet, account, folder: $"lego-{number}");
            return new Client(host, account.Fulldomain, direct.CertificateOf(host), direct.ObtainAsync);
        }

        // Each has a folder of accounts of its own, as clients on machines of their own have.
        var hook = new Hook(
            internet.Server.Address, internet.Folder.Combine($"accounts-{number}"), internet.Resolver.Port);
        string target = Assert.Single(await hook.RegisterAsync(host)).Target;
        if (number % 3 == 1)
        {
            var certbot = new Certbot(internet, hook, $"certbot-{number}");
            return new Client(host, target, certbot.CertificateOf(host), certbot.ObtainAsync);
        }

        Lego lego = Lego.WithHook(internet, hook, $"lego-{number}");
        return new Client(host, target, lego.CertificateOf(host), lego.ObtainAsync);
    }

    private sealed record Client(
        string Host, string Target, string Certificate, Func<string[], Task<FinishedProcess>> Obtain)
    {
        public Task<FinishedProcess> ObtainAsync() => Obtain([Host, "*." + Host]);
    }
}
