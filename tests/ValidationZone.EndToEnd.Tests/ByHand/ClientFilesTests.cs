using System.Text.Json;
using System.Text.RegularExpressions;
using ValidationZone.EndToEnd.Tests.Harness;

namespace ValidationZone.EndToEnd.Tests.ByHand;

/// <summary>What can be said of ready-made configuration without the clients that it is for.</summary>
public sealed partial class ClientFilesTests
{
    public static TheoryData<string> All => [.. ClientFiles.Names()];

    public static TheoryData<string> Json => [.. ClientFiles.Names("*.json")];

    public static TheoryData<string> Yaml => [.. ClientFiles.Names("*.yaml"), .. ClientFiles.Names("*.yml")];

    public static TheoryData<string> Environments => [.. ClientFiles.Names("*.env")];

    [Theory]
    [MemberData(nameof(Json))]
    public async Task Accounts_have_the_names_of_our_own_reply(string file)
    {
        using JsonDocument document = JsonDocument.Parse(ClientFiles.Read(file));

        JsonElement[] accounts = [.. Accounts(document.RootElement)];

        string[] reply = await ReplyNamesAsync();
        Assert.NotEmpty(accounts);
        Assert.All(accounts, account => AssertIsSample(account, reply));
    }

    [Theory]
    [MemberData(nameof(Yaml))]
    public async Task Yaml_is_well_formed(string file)
    {
        Tools.Require("python3");

        JsonElement[] documents = await ReadYamlAsync(file);

        Assert.NotEmpty(documents);
        Assert.All(documents, document => Assert.Equal(JsonValueKind.Object, document.ValueKind));
    }

    [Fact]
    public async Task Issuer_takes_the_accounts_from_its_secret()
    {
        Tools.Require("python3");

        JsonElement[] documents = await ReadYamlAsync("cert-manager/issuer.yaml");

        JsonElement solver = At(documents[1], "spec", "acme", "solvers")[0];
        JsonElement reference = At(solver, "dns01", "acmeDNS", "accountSecretRef");
        Assert.Equal(ClientFiles.SampleServer, At(solver, "dns01", "acmeDNS", "host").GetString());
        Assert.Equal(At(documents[0], "metadata", "name").GetString(), At(reference, "name").GetString());
        string accounts = At(documents[0], "stringData", At(reference, "key").GetString()!).GetString()!;
        using JsonDocument document = JsonDocument.Parse(accounts);
        AssertIsSample(document.RootElement.GetProperty("www.example.com"), await ReplyNamesAsync());
    }

    [Fact]
    public async Task Traefik_asks_the_provider_that_its_environment_is_for()
    {
        Tools.Require("python3");

        JsonElement resolvers = At((await ReadYamlAsync("traefik/traefik.yml"))[0], "certificatesResolvers");

        JsonElement challenge = At(resolvers, "validationzone", "acme", "dnsChallenge");
        Assert.Equal("acme-dns", At(challenge, "provider").GetString());
        Assert.Equal(
            ClientFiles.Settings("lego/acme-dns-storage.env"), ClientFiles.Settings("traefik/traefik.env"));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Environment_files_are_read_alike_by_shells_and_by_systemd(string file)
    {
        string[] lines = ClientFiles.Read(file).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.All(lines, line => Assert.Matches("^(#.*|[A-Z_]+=[A-Za-z0-9:/@._-]+)$", line));
    }

    [Theory]
    [InlineData("lego/httpreq.env")]
    [InlineData("lego/httpreq-raw.env")]
    public async Task Settings_of_lego_are_those_that_it_knows(string file)
    {
        Tools.Require("lego");

        FinishedProcess help = await ChildProcess.RunAsync(Tools.PathOf("lego"), ["dnshelp", "-c", "httpreq"]);

        Assert.All(
            ClientFiles.Settings(file).Keys,
            name => Assert.Contains($"\"{name}\"", help.MustSucceed(), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void No_other_account_than_the_sample_stands_in_any_file(string file)
    {
        string content = ClientFiles.Read(file);

        RegisteredAccount sample = ClientFiles.SampleAccount;
        Assert.All(
            Uuid().Matches(content),
            match => Assert.Contains(match.Value, new[] { sample.Username, sample.Subdomain }));
        Assert.All(Key().Matches(content), match => Assert.Equal(sample.Password, match.Value));
        Assert.All(Token().Matches(content), match => Assert.Equal(ClientFiles.SampleToken, match.Value));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Document_names_every_file(string file)
    {
        string document = File.ReadAllText(Path.Combine(ClientFiles.Folder, "..", "..", "docs", "clients.md"));

        string name = file.StartsWith("terraform/", StringComparison.Ordinal) ? "terraform/" : file;
        Assert.Contains($"(../deploy/clients/{name})", document, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonElement> Accounts(JsonElement root) =>
        root.TryGetProperty("username", out _) ? [root] : root.EnumerateObject().Select(named => named.Value);

    private static void AssertIsSample(JsonElement account, string[] replyNames)
    {
        // Clients that talk to several servers note the address beside what the server said.
        string[] known = [.. replyNames, "server_url"];
        Assert.Empty(account.EnumerateObject().Select(field => field.Name).Except(known));
        Assert.Equal(ClientFiles.SampleAccount, account.Deserialize<RegisteredAccount>(JsonSerializerOptions.Web));
    }

    private static async Task<string[]> ReplyNamesAsync()
    {
        using var folder = new TempFolder();
        FinishedProcess created = await ChildProcess.RunAsync(
            ServerProcess.Executable,
            ["account", "create", "--json", "--database", "sqlite:" + folder.Combine("a.db")]);
        // On another line, for people, it says that the database is new.
        string line = created.MustSucceed().Split('\n').Single(line => line.StartsWith('{'));
        using JsonDocument account = JsonDocument.Parse(line);
        return [.. account.RootElement.EnumerateObject().Select(field => field.Name)];
    }

    private static JsonElement At(JsonElement element, params string[] path) =>
        path.Aggregate(element, (at, name) => at.GetProperty(name));

    private static async Task<JsonElement[]> ReadYamlAsync(string file)
    {
        const string ToJson = "import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(open(sys.argv[1])))))";
        FinishedProcess read = await ChildProcess.RunAsync(
            "/usr/bin/python3", ["-c", ToJson, Path.Combine(ClientFiles.Folder, file)]);
        return JsonSerializer.Deserialize<JsonElement[]>(read.MustSucceed())!;
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"(?<![\w-])[A-Za-z0-9_-]{40}(?![\w-])")]
    private static partial Regex Key();

    [GeneratedRegex(@"vz_[\w-]+")]
    private static partial Regex Token();
}
