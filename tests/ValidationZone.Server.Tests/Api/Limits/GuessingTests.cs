using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using ValidationZone.Server.Api.Limits;

namespace ValidationZone.Server.Tests;

public sealed class GuessingTests
{
    private const int Guesses = 1_000_000;

    [Fact]
    public async Task Million_guesses_hit_nothing_and_are_limited_while_the_right_key_works()
    {
        using var folder = new TempFolder();
        TestAccount account = await StoredAccounts.AddAsync(folder, credential => credential);
        await using InProcessApi api = await InProcessApi.OpenAsync(folder, TimeProvider.System);
        var statuses = new Dictionary<int, int>();

        for (int guess = 0; guess < Guesses; guess++)
        {
            // Half of them know a username already, and only guess its key.
            string username = guess % 2 == 0 ? account.Username : new Guid(RandomNumberGenerator.GetBytes(16)).ToString();
            DefaultHttpContext request = InProcessApi.Request(
                "/update", ("X-Api-User", username), ("X-Api-Key", RandomKey()));
            request.Connection.RemoteIpAddress = new IPAddress([198, 51, 100, (byte)guess]);
            await api.HandleAsync(request);
            statuses[request.Response.StatusCode] = statuses.GetValueOrDefault(request.Response.StatusCode) + 1;
        }

        Assert.Equal([401, 429], statuses.Keys.Order());
        Assert.InRange(statuses[401], 60, 6_000);
        Assert.Equal(statuses[429], api.Limits.RefusedCount(LimitKind.FailedAuthentication));
        Assert.StartsWith("400", await api.AnswerAsync(InProcessApi.Request("/update", account.Headers)), default);
    }

    private static string RandomKey() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(30));
}
