using System.Text.Json;

namespace ValidationZone.Server.Tests.Tenants;

/// <summary>One customer with a subdomain, who does what customers do, and what thieves do to others.</summary>
internal sealed class Tenant
{
    private const int MostCredentials = 3;

    private readonly RunningServer _server;
    private readonly (string Name, string Value)[] _admin;
    private readonly Random _random;
    private readonly List<TenantCredential> _credentials = [];
    private readonly List<TenantCredential> _removed = [];
    private readonly List<string> _published = [];
    private TenantModel _model = new();
    private int _lastNumber;

    public Tenant(RunningServer server, (string Name, string Value)[] admin, int seed)
    {
        _server = server;
        _admin = admin;
        _random = new Random(seed);
    }

    /// <summary>The present name; read by the others, who try to change it.</summary>
    public string Subdomain { get; private set; } = "";

    /// <summary>Names that were this tenant's and are nobody's any more.</summary>
    public List<string> Deleted { get; } = [];

    private TenantCredential Any => _credentials[_random.Next(_credentials.Count)];

    public async Task RegisterAsync()
    {
        TestAccount account = await _server.RegisterAsync();
        Subdomain = account.Subdomain;
        _model = new TenantModel();
        _credentials.Clear();
        _removed.Clear();
        _credentials.Add(new TenantCredential(++_lastNumber, account.Username, account.Password));
    }

    /// <summary>Does something, and looks at what the world sees of it.</summary>
    public async Task ActAsync(Tenant other)
    {
        switch (_random.Next(100))
        {
            case < 40: await PublishAsync(); break;
            case < 52: await RemoveAsync(); break;
            case < 60: await PublishWithWhatIsGoneAsync(); break;
            case < 82: await AttackAsync(other); break;
            case < 85: await AddCredentialAsync(); break;
            case < 88: await RemoveCredentialAsync(); break;
            case < 91: await SwitchCredentialAsync(); break;
            case < 94: await RotateAsync(); break;
            case < 98: await SwitchSubdomainAsync(); break;
            default: await StartAnewAsync(); break;
        }

        await CompareAsync();
    }

    /// <summary>Compares what is answered for the name with what ought to be.</summary>
    public async Task CompareAsync()
    {
        // Without EDNS, a datagram holds six values.
        string name = $"{Subdomain}.auth.example.org";
        DnsAnswer answer = _model.Values.Count() > 6
            ? await DnsAnswer.AskTcpAsync(_server.Tcp, name)
            : await _server.AskAsync(name);
        Assert.Equal(0, answer.Rcode);
        Assert.Equal(_model.Values, answer.Texts.Order(StringComparer.Ordinal));
    }

    private async Task PublishAsync()
    {
        // Some are published again: clients repeat themselves.
        string txt = _published.Count > 0 && _random.Next(4) == 0
            ? _published[_random.Next(_published.Count)]
            : Digests.Of($"{Subdomain} {_random.Next()}");
        TenantCredential credential = Any;
        int expected = 401;
        if (credential.IsEnabled && _model.IsEnabled)
            expected = _model.TryPublish(txt, credential.Number) ? 200 : 429;

        HttpReply reply = _random.Next(3) switch
        {
            0 => await _server.PostAsync("/update", Body(Subdomain, txt), credential.Headers),
            1 => await _server.PostAsync("/present", PresentBody(txt), Basic(credential)),
            _ => await _server.SendAsync(HttpMethod.Put, ValuePath(Subdomain, txt), null, credential.Headers),
        };

        Assert.Equal(expected, reply.Status);
        _published.Add(txt);
    }

    private async Task RemoveAsync()
    {
        if (_published.Count == 0)
            return;

        string txt = _published[_random.Next(_published.Count)];
        TenantCredential credential = Any;
        bool works = credential.IsEnabled && _model.IsEnabled;
        HttpReply reply = _random.Next(2) == 0
            ? await _server.PostAsync("/cleanup", PresentBody(txt), Basic(credential))
            : await _server.SendAsync(HttpMethod.Delete, ValuePath(Subdomain, txt), null, credential.Headers);
        if (works)
            _model.Remove(txt);

        Assert.Equal(works ? 200 : 401, reply.Status);
    }

    private async Task PublishWithWhatIsGoneAsync()
    {
        if (_removed.Count == 0)
            return;

        TenantCredential gone = _removed[_random.Next(_removed.Count)];
        HttpReply reply = await _server.PostAsync("/update", Body(Subdomain, Digests.Of("gone")), gone.Headers);

        Assert.Equal(401, reply.Status);
    }

    /// <summary>Tries to change somebody else's name, and must not get anywhere.</summary>
    private async Task AttackAsync(Tenant other)
    {
        TenantCredential own = Any;
        string theirs = other.Subdomain;
        string txt = Digests.Of($"stolen {_random.Next()}");
        HttpReply reply = _random.Next(10) switch
        {
            0 => await _server.PostAsync("/update", Body(theirs, txt), own.Headers),
            1 => await _server.SendAsync(HttpMethod.Put, ValuePath(theirs, txt), null, own.Headers),
            2 => await _server.PostAsync("/present", PresentBody(txt, theirs), Basic(own)),
            3 => await _server.PostAsync("/update", $$"""{"subdomain":"{{Subdomain}}","subdomain":"{{theirs}}","txt":"{{txt}}"}""", own.Headers),
            4 => await _server.PostAsync("/update", $$"""{"subdomain":"{{theirs}}","SubDomain":"{{Subdomain}}","txt":"{{txt}}"}""", own.Headers),
            5 => await _server.PostAsync("/update", $$"""{"subdomain":["{{Subdomain}}","{{theirs}}"],"txt":"{{txt}}"}""", own.Headers),
            6 => await _server.PostAsync("/update", Body(theirs.Replace('a', '\u0430'), txt), own.Headers),
            7 => await _server.PostAsync("/update", Body(theirs, txt), ("X-Api-User", own.Username), ("X-Api-Key", new string('k', 40))),
            8 => await _server.SendAsync(HttpMethod.Delete, ValuePath(theirs, txt), null, own.Headers),
            _ => await _server.SendAsync(HttpMethod.Get, $"/v1/subdomains/{theirs}", null, own.Headers),
        };

        Assert.InRange(reply.Status, 400, 404);
        Assert.DoesNotContain(txt, reply.Body, StringComparison.Ordinal);
    }

    private async Task AddCredentialAsync()
    {
        if (_credentials.Count >= MostCredentials)
            return;

        HttpReply reply = await _server.PostAsync($"/v1/subdomains/{Subdomain}/credentials", "{}", Json(_admin));
        Assert.Equal(201, reply.Status);
        using var document = JsonDocument.Parse(reply.Body);
        _credentials.Add(new TenantCredential(
            ++_lastNumber,
            document.RootElement.GetProperty("username").GetString()!,
            document.RootElement.GetProperty("key").GetString()!));
    }

    private async Task RemoveCredentialAsync()
    {
        if (_credentials.Count == 1)
            return;

        TenantCredential credential = Any;
        HttpReply reply = await _server.SendAsync(HttpMethod.Delete, PathOf(credential), null, _admin);

        Assert.Equal(204, reply.Status);
        _credentials.Remove(credential);
        _removed.Add(credential);
        _model.RemoveAllOf(credential.Number);
    }

    private async Task SwitchCredentialAsync()
    {
        TenantCredential credential = Any;
        credential.IsEnabled = !credential.IsEnabled;
        HttpReply reply = await _server.SendAsync(
            HttpMethod.Patch, PathOf(credential), Enabled(credential.IsEnabled), Json(_admin));

        Assert.Equal(200, reply.Status);
        if (!credential.IsEnabled)
            _model.RemoveAllOf(credential.Number);
    }

    private async Task RotateAsync()
    {
        TenantCredential credential = Any;
        bool works = credential.IsEnabled && _model.IsEnabled;
        HttpReply reply = await _server.PostAsync($"{PathOf(credential)}/rotate", "{}", Json(credential.Headers));
        Assert.Equal(works ? 200 : 401, reply.Status);
        if (!works)
            return;

        using var document = JsonDocument.Parse(reply.Body);
        _removed.Add(new TenantCredential(0, credential.Username, credential.Key));
        credential.Key = document.RootElement.GetProperty("key").GetString()!;
    }

    private async Task SwitchSubdomainAsync()
    {
        // Mostly on, or there would be little to see.
        bool isEnabled = !_model.IsEnabled || _random.Next(3) > 0;
        HttpReply reply = await _server.SendAsync(
            HttpMethod.Patch, $"/v1/subdomains/{Subdomain}", Enabled(isEnabled), Json(_admin));

        Assert.Equal(200, reply.Status);
        _model.SetEnabled(isEnabled);
    }

    private async Task StartAnewAsync()
    {
        HttpReply reply = await _server.SendAsync(HttpMethod.Delete, $"/v1/subdomains/{Subdomain}", null, _admin);

        Assert.Equal(204, reply.Status);
        Deleted.Add(Subdomain);
        await RegisterAsync();
    }

    private static string Body(string subdomain, string txt) => $$"""{"subdomain":"{{subdomain}}","txt":"{{txt}}"}""";

    private static string Enabled(bool isEnabled) => isEnabled ? """{"enabled":true}""" : """{"enabled":false}""";

    private static string ValuePath(string subdomain, string txt) => $"/v1/subdomains/{subdomain}/values/{txt}";

    private static (string Name, string Value)[] Json((string Name, string Value)[] headers) =>
        [.. headers, ("Content-Type", "application/json")];

    private static (string Name, string Value)[] Basic(TenantCredential credential)
    {
        byte[] pair = System.Text.Encoding.ASCII.GetBytes($"{credential.Username}:{credential.Key}");
        return [("Authorization", "Basic " + Convert.ToBase64String(pair))];
    }

    private string PresentBody(string txt, string? subdomain = null) =>
        $$"""{"fqdn":"{{subdomain ?? Subdomain}}.auth.example.org.","value":"{{txt}}"}""";

    private string PathOf(TenantCredential credential) => $"/v1/subdomains/{Subdomain}/credentials/{credential.Username}";
}
