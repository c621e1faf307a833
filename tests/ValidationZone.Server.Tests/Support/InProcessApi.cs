using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using ValidationZone.Server.Api;
using ValidationZone.Server.Api.Limits;
using ValidationZone.Server.Configuration;
using ValidationZone.Server.Hosting;

namespace ValidationZone.Server.Tests;

/// <summary>The whole API without a socket: requests go in as objects, so that many of them take little time.</summary>
internal sealed class InProcessApi : IAsyncDisposable
{
    private readonly Composition _parts;
    private readonly ApiPipeline _api;

    private InProcessApi(Composition parts)
    {
        _parts = parts;
        _api = parts.CreateApi(() => true, NullLogger.Instance);
    }

    public ApiLimits Limits => _parts.Limits;

    public static async Task<InProcessApi> OpenAsync(
        TempFolder folder, TimeProvider clock, params (string Key, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?> { ["Database"] = "sqlite:" + folder.File("test.db") };
        foreach ((string key, string? value) in settings)
            all[key] = value;

        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(all).Build();
        Assert.True(OptionsCheck.TryCheck(configuration, out ServerSettings? read, []));
        Composition parts = await Composition.OpenAsync(read, clock, CancellationToken.None);
        await parts.LoadAsync(new Progress<int>(), CancellationToken.None);
        return new InProcessApi(parts);
    }

    /// <summary>A request that is ready to be handled, with a body that nobody keeps.</summary>
    public static DefaultHttpContext Request(string path, params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.Path = path;
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        foreach ((string name, string value) in headers)
            context.Request.Headers[name] = value;

        return context;
    }

    public Task HandleAsync(HttpContext context) => _api.HandleAsync(context);

    /// <summary>Status, headers and body, octet for octet.</summary>
    public async Task<string> AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        context.Response.Body = body;
        await HandleAsync(context);
        await context.Response.CompleteAsync();
        string headers = string.Join('\n', context.Response.Headers.Select(header => $"{header.Key}: {header.Value}"));
        return $"{context.Response.StatusCode}\n{headers}\n\n{Convert.ToHexString(body.ToArray())}";
    }

    public ValueTask DisposeAsync() => _parts.DisposeAsync();
}
