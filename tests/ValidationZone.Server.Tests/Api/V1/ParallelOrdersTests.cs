using System.Text.Json;
using ValidationZone.Accounts;
using ValidationZone.Tests.Support;

namespace ValidationZone.Server.Tests.Api.V1;

/// <summary>Clients with a credential each have orders at one name at once, for a name and its wildcard.</summary>
public sealed class ParallelOrdersTests : IAsyncLifetime
{
    private const int ValuesOfAnOrder = 2;
    private static readonly TimeSpan AlmostResidence = ValueSet.Residence - TimeSpan.FromSeconds(1);

    private readonly TempFolder _folder = new();
    private readonly FakeClock _clock = new();
    private RunningServer _server = null!;
    private (string, string)[] _admin = null!;
    private TestAccount[] _clients = null!;
    private TestAccount _stranger = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartInAsync(_folder, _clock);
        string token = (await Tokens.CreateAsync(_folder, TokenRole.Admin)).Secret;
        _admin = [("Authorization", "Bearer " + token)];
        TestAccount first = await _server.RegisterAsync();
        _clients = [first, await AddAsync(first), await AddAsync(first), await AddAsync(first)];
        _stranger = await AddAsync(first);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Eight_values_of_four_clients_are_served_for_ten_minutes_beside_a_flood_by_a_fifth()
    {
        string[] values = await OrderAsync();

        for (int minute = 0; minute < 10; minute++)
        {
            Assert.All(await FloodAsync(12), reply => Assert.Equal(200, reply.Status));
            Assert.Superset(values.ToHashSet(), await ServedAsync());
            _clock.Advance(AlmostResidence / 10);
        }

        Assert.Superset(values.ToHashSet(), await ServedAsync());
    }

    [Fact]
    public async Task Second_orders_of_all_four_leave_no_room_for_a_fifth_that_is_told_when_to_come_back()
    {
        string[] values = [.. await OrderAsync(), .. await OrderAsync()];
        _clock.Advance(AlmostResidence);

        HttpReply[] refused = await FloodAsync(12);
        HashSet<string> served = await ServedAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        HttpReply later = await _server.UpdateAsync(_stranger, Digests.Next());

        Assert.All(refused, reply => Assert.Equal("""429 {"error": "too_many_values"}""", reply.ToString()));
        Assert.All(refused, reply => Assert.Equal("600", reply.Headers["Retry-After"]));
        Assert.Equal(values.ToHashSet(), served);
        Assert.Equal(200, later.Status);
    }

    [Fact]
    public async Task Long_lives_of_the_fifth_credentials_values_win_it_no_room()
    {
        string[] values = [.. await OrderAsync(), .. await OrderAsync()];

        HttpReply refused = await _server.SendAsync(
            HttpMethod.Put,
            $"/v1/subdomains/{_stranger.Subdomain}/values/{Digests.Next()}",
            """{"lifetime":604800}""",
            [.. _stranger.Headers, .. V1Server.Json]);

        Assert.Equal("429 too_many_values", V1Server.CodeOf(refused));
        Assert.Equal(values.ToHashSet(), await ServedAsync());
    }

    [Fact]
    public async Task Eight_values_of_one_credential_are_served_for_ten_minutes_while_three_others_publish_on()
    {
        string[] values = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PublishAsync(_clients[0])));

        for (int minute = 0; minute < 10; minute++)
        {
            await Task.WhenAll(_clients.Skip(1).SelectMany(client => Order(client)));
            _clock.Advance(AlmostResidence / 10);
        }

        Assert.Superset(values.ToHashSet(), await ServedAsync());
    }

    /// <summary>Each client has an order for a name and its wildcard, all at once.</summary>
    private Task<string[]> OrderAsync() => Task.WhenAll(_clients.SelectMany(client => Order(client)));

    private IEnumerable<Task<string>> Order(TestAccount client) =>
        Enumerable.Range(0, ValuesOfAnOrder).Select(_ => PublishAsync(client));

    /// <summary>Publishes, and sees the value from the moment of the reply.</summary>
    private async Task<string> PublishAsync(TestAccount client)
    {
        string txt = Digests.Next();
        HttpReply reply = await _server.UpdateAsync(client, txt);
        HashSet<string> served = await ServedAsync();

        Assert.Equal(200, reply.Status);
        Assert.Contains(txt, served);
        return txt;
    }

    private Task<HttpReply[]> FloodAsync(int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => _server.UpdateAsync(_stranger, Digests.Next())));

    private async Task<HashSet<string>> ServedAsync() =>
        [.. (await DnsAnswer.AskTcpAsync(_server.Tcp, _stranger.Fulldomain)).Texts];

    private async Task<TestAccount> AddAsync(TestAccount account)
    {
        HttpReply reply = await _server.PostAsync($"/v1/subdomains/{account.Subdomain}/credentials", null, _admin);
        JsonElement added = V1Server.Parse(reply);
        return account with
        {
            Username = added.GetProperty("username").GetString()!,
            Password = added.GetProperty("key").GetString()!,
        };
    }
}
