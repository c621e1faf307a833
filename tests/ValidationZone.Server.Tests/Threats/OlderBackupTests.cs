using System.Text.Json;
using Microsoft.Data.Sqlite;
using ValidationZone.Accounts;
using ValidationZone.Server.Tests.Api.V1;

namespace ValidationZone.Server.Tests.Threats;

/// <summary>What was taken away stays away when an operator puts an older copy of the database back.</summary>
public sealed class OlderBackupTests : IAsyncLifetime
{
    private const int NxDomain = 3;

    private readonly TempFolder _folder = new();
    private RunningServer _server = null!;
    private (string, string)[] _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartInAsync(_folder);
        string token = (await Tokens.CreateAsync(_folder, TokenRole.Admin)).Secret;
        _admin = [("Authorization", "Bearer " + token)];
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Deleted_name_removed_credential_and_rotated_key_do_not_come_back()
    {
        TestAccount deleted = await _server.RegisterAsync();
        TestAccount removed = await _server.RegisterAsync();
        TestAccount rotated = await _server.RegisterAsync();
        await AsAdminAsync(HttpMethod.Post, $"/v1/subdomains/{removed.Subdomain}/credentials");
        string txt = Digests.Next();
        foreach (TestAccount account in new[] { deleted, removed, rotated })
            Assert.Equal(200, (await _server.UpdateAsync(account, txt)).Status);
        Copy();

        await AsAdminAsync(HttpMethod.Delete, $"/v1/subdomains/{deleted.Subdomain}");
        await AsAdminAsync(HttpMethod.Delete, CredentialPath(removed));
        await AsAdminAsync(HttpMethod.Post, CredentialPath(rotated) + "/rotate");
        await RestoreAsync();

        TestAccount[] all = [deleted, removed, rotated];
        HttpReply[] replies = await Task.WhenAll(all.Select(account => _server.UpdateAsync(account, Digests.Next())));
        Assert.All(replies, reply => Assert.Equal(401, reply.Status));
        Assert.Equal(NxDomain, (await _server.AskAsync(deleted.Fulldomain)).Rcode);
        Assert.Equal(0, (await _server.AskAsync(removed.Fulldomain)).Rcode);
    }

    [Fact]
    public async Task Token_that_was_revoked_does_not_come_back()
    {
        (Guid id, string secret) = await Tokens.CreateAsync(_folder, TokenRole.Admin);
        Copy();

        await Tokens.RevokeAsync(_folder, id);
        await RestoreAsync();

        HttpReply revoked = await _server.SendAsync(
            HttpMethod.Get, "/v1/subdomains", null, ("Authorization", "Bearer " + secret));
        Assert.Equal(401, revoked.Status);
        Assert.Equal(200, (await AsAdminAsync(HttpMethod.Get, "/v1/subdomains")).Status);
    }

    [Fact]
    public async Task Serial_of_the_zone_does_not_go_back()
    {
        Copy();
        TestAccount account = await _server.RegisterAsync();
        foreach (int _ in Enumerable.Range(0, 20))
            await _server.UpdateAsync(account, Digests.Next());
        uint before = await _server.AskSerialAsync();

        await RestoreAsync();

        // RFC 1982 §3.2: more, as a secondary compares.
        Assert.InRange((int)(await _server.AskSerialAsync() - before), 0, int.MaxValue);
    }

    [Fact]
    public async Task Deleted_name_is_not_given_to_an_admin_who_chooses_it_afterwards()
    {
        await CreateAsync("shop", expected: 201);
        Copy();

        await AsAdminAsync(HttpMethod.Delete, "/v1/subdomains/shop");
        await RestoreAsync();

        await CreateAsync("shop", expected: 409);
        Assert.Equal(NxDomain, (await _server.AskAsync("shop.auth.example.org")).Rcode);
    }

    private static string CredentialPath(TestAccount account) =>
        $"/v1/subdomains/{account.Subdomain}/credentials/{account.Username}";

    private Task<HttpReply> AsAdminAsync(HttpMethod method, string path) =>
        _server.SendAsync(method, path, null, _admin);

    private async Task CreateAsync(string name, int expected)
    {
        HttpReply reply = await _server.PostAsync(
            "/v1/subdomains", JsonSerializer.Serialize(new { name }), [.. _admin, .. V1Server.Json]);
        Assert.Equal(expected, reply.Status);
    }

    private void Copy()
    {
        var connect = new SqliteConnectionStringBuilder { DataSource = _folder.File("test.db"), Pooling = false };
        using var connection = new SqliteConnection(connect.ToString());
        connection.Open();
        using SqliteCommand copy = connection.CreateCommand();
        copy.CommandText = "VACUUM INTO $file";
        copy.Parameters.AddWithValue("$file", _folder.File("copy.db"));
        copy.ExecuteNonQuery();
    }

    private async Task RestoreAsync()
    {
        await _server.DisposeAsync();
        foreach (string file in new[] { "test.db", "test.db-wal", "test.db-shm" })
            File.Delete(_folder.File(file));
        File.Copy(_folder.File("copy.db"), _folder.File("test.db"));
        _server = await RunningServer.StartInAsync(_folder);
    }
}
