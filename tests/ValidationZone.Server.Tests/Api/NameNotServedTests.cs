using Microsoft.Data.Sqlite;

namespace ValidationZone.Server.Tests;

/// <summary>A registered name at which the operator has put a record into the zone file.</summary>
public sealed class NameNotServedTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private TestAccount _clashing = null!;
    private TestAccount _other = null!;
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        await using (RunningServer before = await RunningServer.StartInAsync(_folder))
        {
            _clashing = await before.RegisterAsync();
            _other = await before.RegisterAsync();
        }

        string zone = _folder.File("static.zone");
        await File.WriteAllTextAsync(zone, $"""
            $TTL 60
            @ IN SOA ns1 hostmaster 1 3600 600 86400 5
            @ IN NS ns1
            ns1 IN A 192.0.2.1
            {_clashing.Subdomain} IN TXT "of the operator"

            """);
        _server = await RunningServer.StartInAsync(_folder, ("Zone:File", zone));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Update_of_a_name_that_is_not_served_is_refused_and_changes_nothing()
    {
        HttpReply refused = await _server.UpdateAsync(_clashing, Digests.Next());
        string challenge = $$"""{"fqdn": "{{_clashing.Fulldomain}}.", "value": "{{Digests.Next()}}"}""";
        HttpReply presented = await _server.PostAsync("/present", challenge, _clashing.Headers);

        Assert.Equal("""409 {"error": "name_not_served"}""", refused.ToString());
        Assert.Equal("""409 {"error": "name_not_served"}""", presented.ToString());
        Assert.Equal(["of the operator"], (await _server.AskAsync(_clashing.Fulldomain)).Texts);
        Assert.Equal(0, await CountStoredValuesAsync());
    }

    [Fact]
    public async Task Name_that_is_not_served_still_needs_its_key()
    {
        HttpReply reply = await _server.UpdateAsync(_clashing with { Password = _other.Password }, Digests.Next());

        Assert.Equal("""401 {"error": "forbidden"}""", reply.ToString());
    }

    [Fact]
    public async Task Other_names_are_served_and_the_server_is_ready_and_says_how_many_are_not()
    {
        HttpReply updated = await _server.UpdateAsync(_other, Digests.Next());
        HttpReply ready = await _server.SendAsync(HttpMethod.Get, "/ready");

        Assert.Equal(200, updated.Status);
        Assert.Equal("""200 {"ready": true, "not_ready": [], "names_not_served": 1}""", ready.ToString());
    }

    [Fact]
    public async Task Log_names_what_is_not_served()
    {
        string line = await _server.Log.WaitForAsync("Error 3006 ");

        Assert.Contains($"1 registered names are not served, {_clashing.Subdomain} ", line, StringComparison.Ordinal);
    }

    private async Task<long> CountStoredValuesAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={_folder.File("test.db")};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT count(live_values) FROM subdomain";
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
