using System.Text;
using Microsoft.Data.Sqlite;
using ValidationZone.Accounts;
using ValidationZone.Server.Hosting;
using ValidationZone.Server.Tests.Api.V1;

namespace ValidationZone.Server.Tests.Threats;

/// <summary>Somebody has a copy of everything that a server in use has on its disk but the pepper.</summary>
public sealed class StolenCopyTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly List<string> _secrets = [];
    private RunningServer _server = null!;
    private TestAccount _account = null!;

    private string PepperPath => DatabaseFiles.PepperPath(_folder.File("test.db"));

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartInAsync(_folder);
        string admin = (await Tokens.CreateAsync(_folder, TokenRole.Admin)).Secret;
        (string, string)[] bearer = [("Authorization", "Bearer " + admin)];
        _account = await _server.RegisterAsync();
        string path = $"/v1/subdomains/{_account.Subdomain}/credentials";
        HttpReply added = await _server.PostAsync(path, null, [.. bearer, ("Idempotency-Key", "once")]);
        HttpReply rotated = await _server.PostAsync(
            $"{path}/{_account.Username}/rotate", """{"overlap":3600}""", [.. bearer, .. V1Server.Json]);
        await _server.UpdateAsync(_account, Digests.Next());
        await _server.PostAsync("/update", _account.UpdateBody("wrong"), _account.Headers);
        HttpReply kept = await _server.PostAsync("/acmedns-storage/www.example.com", AccountBody(), bearer);
        Assert.Equal(200, kept.Status);
        _secrets.AddRange([admin, _account.Password, KeyOf(added), KeyOf(rotated)]);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void No_key_no_token_and_no_pepper_is_in_any_file_of_a_server_in_use()
    {
        byte[] pepper = File.ReadAllBytes(PepperPath);
        string[] wanted =
        [
            // Either half would be too much already.
            .. _secrets.Select(secret => secret[..20]), .. _secrets.Select(secret => secret[^20..]),
            Encoding.Latin1.GetString(pepper).Trim(),
        ];

        string dump = Dump();

        Assert.Contains(_account.Username.Replace("-", "", StringComparison.Ordinal)[..8], Hex(dump));
        Assert.All(
            wanted, secret => Assert.False(dump.Contains(secret, StringComparison.Ordinal), "a secret is there"));
    }

    [Fact]
    public async Task Hash_from_the_database_is_no_key()
    {
        byte[][] hashes = await HashesAsync("SELECT key_hash FROM credential");

        foreach (string guess in hashes.SelectMany(Forms))
        {
            HttpReply reply = await _server.PostAsync(
                "/update", _account.UpdateBody(Digests.Next()),
                ("X-Api-User", _account.Username), ("X-Api-Key", guess));
            Assert.Equal(401, reply.Status);
        }
    }

    [Fact]
    public async Task Hash_of_a_token_is_no_token()
    {
        byte[][] hashes = await HashesAsync("SELECT secret_hash FROM operator_token");

        foreach (string guess in hashes.SelectMany(Forms).SelectMany(form => new[] { form, "vz_" + form }))
        {
            HttpReply reply = await _server.SendAsync(
                HttpMethod.Get, "/v1/subdomains", null, ("Authorization", "Bearer " + guess));
            Assert.Equal(401, reply.Status);
        }
    }

    [Fact]
    public async Task Copy_is_of_no_use_under_another_pepper()
    {
        await _server.DisposeAsync();
        File.Delete(PepperPath);

        Exception fault = await Assert.ThrowsAnyAsync<IOException>(() => RunningServer.StartInAsync(_folder));

        Assert.Contains("pepper", fault.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Forms(byte[] hash) =>
    [
        Convert.ToHexStringLower(hash), Convert.ToHexString(hash), Convert.ToBase64String(hash),
        System.Buffers.Text.Base64Url.EncodeToString(hash), System.Buffers.Text.Base64Url.EncodeToString(hash)[..40],
    ];

    private static string KeyOf(HttpReply reply) => V1Server.Parse(reply).GetProperty("key").GetString()!;

    private static string Hex(string dump) => Convert.ToHexStringLower(Encoding.Latin1.GetBytes(dump));

    private string AccountBody() => System.Text.Json.JsonSerializer.Serialize(new
    {
        fulldomain = _account.Fulldomain,
        subdomain = _account.Subdomain,
        username = _account.Username,
        password = _account.Password,
        server_url = "https://auth.example.org",
    });

    /// <summary>Database, its logs, a copy of it, the audit, and what the server has printed.</summary>
    private string Dump()
    {
        using (var connection = Connect())
        using (SqliteCommand copy = connection.CreateCommand())
        {
            copy.CommandText = "VACUUM INTO $file";
            copy.Parameters.AddWithValue("$file", _folder.File("copy.db"));
            copy.ExecuteNonQuery();
        }

        IEnumerable<string> files = Directory
            .GetFiles(_folder.Root, "*", SearchOption.AllDirectories)
            .Where(file => file != PepperPath && !file.EndsWith("-shm", StringComparison.Ordinal));
        return string.Concat(files.Select(Read)) + _server.Log.Text;
    }

    private static string Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private async Task<byte[][]> HashesAsync(string query)
    {
        using var connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = query;
        using SqliteDataReader reader = await command.ExecuteReaderAsync();
        var hashes = new List<byte[]>();
        while (await reader.ReadAsync())
            hashes.Add(reader.GetFieldValue<byte[]>(0));

        Assert.NotEmpty(hashes);
        return [.. hashes];
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = _folder.File("test.db"), Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
